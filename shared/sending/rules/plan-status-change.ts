import type { ReportedStatus } from "../../whatsapp/reading/reported-status.ts";
import {
  advanceStatus,
  isAccepted,
  type OutboundStatus,
  statusOfWord,
} from "../../conversations/rules/message-status.ts";

type Known = {
  status: OutboundStatus;
  wamid: string | null;
  acceptedAt: Date | null;
};

type Report = Pick<
  ReportedStatus,
  "wamid" | "word" | "occurredAt" | "errorCode" | "errorDetail" | "isParticipants"
>;

export type StatusPlan = {
  status: OutboundStatus;
  wamid?: string;
  /** The earliest sign that WhatsApp had it. */
  acceptedAt?: Date;
  /** When WhatsApp's answer came: the message's place in the history. */
  sentAt?: Date;
  deliveredAt?: Date;
  readAt?: Date;
  playedAt?: Date;
  failedAt?: Date;
  errorCode?: number;
  errorDetail?: string;
  /** WhatsApp took the message, and nobody knew until now: it counts from here. */
  nowAccepted: boolean;
  nowFailed: boolean;
};

/**
 * What a report changes about a message of ours; undefined when it changes nothing. WhatsApp's answer to the send itself
 * is the report `accepted`. What is left of any set of reports does not depend on their order, except how a message that
 * failed and yet arrived went to a human.
 */
export function planStatusChange(known: Known, reported: Report): StatusPlan | undefined {
  const word = reported.isParticipants === true ? wordOfGroup(reported.word) : statusOfWord(reported.word);
  if (word === undefined) return undefined;
  const { occurredAt } = reported;
  const status = advanceStatus(known.status, word);
  const failed = status === "failed" && known.status !== "failed";
  const { acceptedAt } = known;
  const isEarlier = isAccepted(word) && (acceptedAt === null || occurredAt < acceptedAt);
  const found = {
    ...(known.wamid === null ? { wamid: reported.wamid } : {}),
    ...(isEarlier ? { acceptedAt: occurredAt } : {}),
    ...(word === "accepted" ? { sentAt: occurredAt } : {}),
    ...(word === "delivered" ? { deliveredAt: occurredAt } : {}),
    ...(word === "read" ? { readAt: occurredAt } : {}),
    ...(word === "played" ? { playedAt: occurredAt } : {}),
    ...(failed ? { failedAt: occurredAt } : {}),
    ...(failed && reported.errorCode !== undefined ? { errorCode: reported.errorCode } : {}),
    ...(failed && reported.errorDetail !== undefined ? { errorDetail: reported.errorDetail } : {}),
  };
  if (status === known.status && Object.keys(found).length === 0) return undefined;
  return { status, nowAccepted: isAccepted(word) && acceptedAt === null, nowFailed: failed, ...found };
}

/** What one of a group did says of the message only that WhatsApp sent it: the others may not even have it. */
function wordOfGroup(word: string): "sent" | undefined {
  const known = statusOfWord(word);
  return known !== undefined && known !== "failed" ? "sent" : undefined;
}
