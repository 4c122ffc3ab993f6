import type { ChatMessage } from "../store/chat-message.ts";
import { bsuidOf } from "../store/customer.ts";
import { ensureCustomer, type State } from "../store/state.ts";
import type { Update } from "./update.ts";

/**
 * The webhook for a customer's message. `extra` is laid over the message, so that a test can send any shape;
 * a null value removes a key.
 */
export function messageUpdate(
  state: State,
  message: ChatMessage,
  extra: Record<string, unknown> = {},
): Update | undefined {
  const number = state.numbers.get(message.phoneNumberId);
  if (number === undefined || state.unsubscribed.get(number.wabaId)) return undefined;
  const customer = ensureCustomer(state, message.customer);
  const userId = bsuidOf(customer.phone, number.wabaId);
  const item = {
    ...(message.quotedWamid !== undefined &&
      message.type !== "reaction" && { context: quoted(state, message.quotedWamid, customer.phone) }),
    ...(!customer.hidesPhone && { from: customer.phone }),
    from_user_id: userId,
    id: message.wamid,
    timestamp: String(Math.floor(message.at / 1000)),
    type: message.type,
    ...(message.content !== undefined && { [message.type]: message.content }),
    ...extra,
  };
  const contact = {
    profile: { name: customer.name, ...(customer.username !== undefined && { username: customer.username }) },
    ...(!customer.hidesPhone && { wa_id: customer.phone }),
    user_id: userId,
  };
  return {
    kind: "messages",
    number,
    contacts: [contact],
    item: Object.fromEntries(Object.entries(item).filter(([, value]) => value !== null)),
    about: `${message.phoneNumberId} ${message.customer} message`,
    inboundWamid: message.wamid,
  };
}

function quoted(state: State, wamid: string, customer: string): unknown {
  const message = state.messages.get(wamid);
  const business =
    message && state.numbers.get(message.phoneNumberId)?.displayPhoneNumber.replaceAll(/\D/g, "");
  return { from: message?.direction === "out" ? business : customer, id: wamid };
}
