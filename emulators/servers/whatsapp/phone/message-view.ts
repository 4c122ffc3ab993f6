import { textField } from "../json-field.ts";
import type { ChatMessage, Step } from "../store/chat-message.ts";
import type { State } from "../store/state.ts";
import type { Card } from "./card/card.ts";
import { cardOf, summaryOf, textOf } from "./card/card-of.ts";

/** A message as phones and tests see it. */
export type MessageView = {
  wamid: string;
  phoneNumberId: string;
  customer: string;
  /** `in`: from the customer to the business. */
  direction: "in" | "out";
  type: string;
  text: string;
  /** One line for lists. */
  summary: string;
  /** What the phone draws. */
  card: Card;
  content: unknown;
  status: Step;
  statusTimes: Partial<Record<Step, string>>;
  at: string;
  reactions: { in?: string; out?: string };
  quoted?: { wamid: string; text?: string; direction?: "in" | "out" };
  error?: { code: number; title: string; details: string };
  edited?: true;
  deleted?: true;
  forwarded?: "once" | "often";
  /** The advertisement that the customer came by. */
  advertisement?: { title: string; text: string };
  /** Written in the business's phone app. */
  fromApp?: true;
};

export function messageView(state: State, message: ChatMessage): MessageView {
  const { wamid, phoneNumberId, customer, direction, type, content, step, quotedWamid } = message;
  const times = Object.entries(message.stepTimes).map(([name, at]) => [name, new Date(at).toISOString()]);
  const card = cardOf(message, (id) => state.media.get(id));
  const { in: own, out: business } = message.reactions ?? {};
  return {
    wamid,
    phoneNumberId,
    customer,
    direction,
    type,
    text: textOf(type, card),
    summary: summaryOf(type, card),
    card,
    content,
    status: step,
    statusTimes: Object.fromEntries(times) as MessageView["statusTimes"],
    at: new Date(message.at).toISOString(),
    reactions: { ...(own !== undefined && { in: own }), ...(business !== undefined && { out: business }) },
    ...(quotedWamid !== undefined &&
      message.deletedAt === undefined && { quoted: quotedView(state, quotedWamid) }),
    ...(step === "failed" && message.failWith !== undefined && { error: message.failWith }),
    ...(message.editedAt !== undefined && { edited: true }),
    ...(message.deletedAt !== undefined && { deleted: true }),
    ...(message.forwarded !== undefined && { forwarded: message.forwarded }),
    ...(message.referral !== undefined && { advertisement: advertisementView(message.referral) }),
    ...(message.fromApp === true && { fromApp: true }),
  };
}

function quotedView(state: State, wamid: string): NonNullable<MessageView["quoted"]> {
  const quoted = state.messages.get(wamid);
  if (quoted === undefined) return { wamid };
  const card = cardOf(quoted, (id) => state.media.get(id));
  return { wamid, text: summaryOf(quoted.type, card), direction: quoted.direction };
}

function advertisementView(referral: unknown): NonNullable<MessageView["advertisement"]> {
  return {
    title: textField(referral, "headline") ?? "Advertisement",
    text: textField(referral, "body") ?? textField(referral, "source_url") ?? "",
  };
}
