import type { ChatMessage } from "../store/chat-message.ts";
import { userIdOf } from "../store/customer.ts";
import { ensureCustomer, type State } from "../store/state.ts";
import { contactOf } from "./contact.ts";
import { digitsOf } from "./metadata.ts";
import type { Update } from "./update.ts";

/**
 * The webhook for a customer's message. `extra` is laid over the message, so that a test can send any shape;
 * a null value removes a key.
 */
export function messageUpdate(
  state: State,
  message: Pick<
    ChatMessage,
    "wamid" | "phoneNumberId" | "customer" | "type" | "content" | "at" | "quotedWamid"
  >,
  extra: Record<string, unknown> = {},
): Update | undefined {
  const number = state.numbers.get(message.phoneNumberId);
  if (number === undefined) return undefined;
  const customer = ensureCustomer(state, message.customer);
  const item = {
    ...(message.quotedWamid !== undefined &&
      message.type !== "reaction" && { context: quoted(state, message.quotedWamid, customer.phone) }),
    ...(!customer.hidesPhone && { from: customer.phone }),
    from_user_id: userIdOf(customer, number.wabaId),
    id: message.wamid,
    timestamp: String(Math.floor(message.at / 1000)),
    type: message.type,
    ...(message.content !== undefined && { [message.type]: message.content }),
    ...extra,
  };
  return {
    kind: "messages",
    number,
    contacts: [contactOf(customer, number.wabaId)],
    item: Object.fromEntries(Object.entries(item).filter(([, value]) => value !== null)),
    about: `${message.phoneNumberId} ${message.customer} message`,
    inboundWamid: message.wamid,
  };
}

function quoted(state: State, wamid: string, customer: string): unknown {
  const message = state.messages.get(wamid);
  const business = message && state.numbers.get(message.phoneNumberId);
  return { from: message?.direction === "out" && business ? digitsOf(business) : customer, id: wamid };
}
