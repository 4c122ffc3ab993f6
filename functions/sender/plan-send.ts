import type { OutboundStatus } from "../../shared/conversations/rules/message-status.ts";
import { isServiceWindowOpen } from "../../shared/conversations/rules/service-window.ts";

export type SendPlan =
  | { kind: "send" }
  /** Another delivery of this event is at it, or was a moment ago. */
  | { kind: "wait" }
  /** WhatsApp asked for a pause, or its turn has not come. */
  | { kind: "not-yet"; until: Date }
  /** A claim was abandoned: the message may have left. */
  | { kind: "unknown" }
  /** Nothing is left to do. */
  | { kind: "done"; status: OutboundStatus }
  /** An answer to what is not the customer's last word any more, or made before a human took over or closed the conversation. */
  | { kind: "cancel"; reason: "superseded" | "blocked" }
  /** Only a template may be sent now. */
  | { kind: "needs-template" };

/** Decides, at the moment of sending, what to do with a stored message. */
export function planSend(facts: {
  status: OutboundStatus;
  /** Null for what is sent whatever happens meanwhile: a human's words, that an opt-out was heard. */
  messageEpoch: number | null;
  /** An answer is stale with the next thing that the customer says; a notice, only once a human has written. */
  isTurn: boolean;
  hasHumanWritten: boolean;
  /** The bot says nothing in a conversation that is over. */
  isClosed: boolean;
  leaseUntil: Date | null;
  conversationEpoch: number;
  lastCustomerMessageAt: Date | null;
  /** A template may be sent whenever the customer wrote last. */
  isTemplate: boolean;
  /** The later of its back-off and its turn. */
  notBefore: Date | null;
  contactBlocked: boolean;
  now: Date;
}): SendPlan {
  if (facts.status === "sending") {
    return facts.leaseUntil !== null && facts.leaseUntil > facts.now ? { kind: "wait" } : { kind: "unknown" };
  }
  if (facts.status !== "queued") return { kind: "done", status: facts.status };
  if (facts.contactBlocked) return { kind: "cancel", reason: "blocked" };
  if (isStale(facts)) return { kind: "cancel", reason: "superseded" };
  if (!facts.isTemplate && !isServiceWindowOpen(facts.lastCustomerMessageAt, facts.now)) {
    return { kind: "needs-template" };
  }
  if (facts.notBefore !== null && facts.notBefore > facts.now) {
    return { kind: "not-yet", until: facts.notBefore };
  }
  return { kind: "send" };
}

function isStale({
  messageEpoch,
  conversationEpoch,
  isTurn,
  hasHumanWritten,
  isClosed,
}: Pick<
  Parameters<typeof planSend>[0],
  "messageEpoch" | "conversationEpoch" | "isTurn" | "hasHumanWritten" | "isClosed"
>): boolean {
  if (messageEpoch === null) return false;
  if (isClosed) return true;
  return isTurn ? messageEpoch !== conversationEpoch : hasHumanWritten;
}
