import type { ChatMessage } from "../store/chat-message.ts";
import { bsuidOf } from "../store/customer.ts";
import { ensureCustomer, type State } from "../store/state.ts";
import { webhookError } from "./webhook-error.ts";
import type { Update } from "./update.ts";

/** The status webhook for the step that the business's message has reached; none for an unsubscribed account. */
export function statusUpdate(state: State, message: ChatMessage): Update | undefined {
  const number = state.numbers.get(message.phoneNumberId);
  if (number === undefined || state.unsubscribed.get(number.wabaId)) return undefined;
  const customer = ensureCustomer(state, message.customer);
  const userId = bsuidOf(customer.phone, number.wabaId);
  const failed = message.step === "failed";
  const phoneIsShown = message.addressedBy === "phone" || !customer.hidesPhone;
  const item = {
    id: message.wamid,
    status: message.step,
    timestamp: String(Math.floor((message.stepTimes[message.step] ?? Date.now()) / 1000)),
    ...(phoneIsShown && { recipient_id: customer.phone }),
    ...((!failed || message.addressedBy === "bsuid") && { recipient_user_id: userId }),
    ...(message.callbackData !== undefined && { biz_opaque_callback_data: message.callbackData }),
    ...((message.step === "sent" || message.step === "delivered") && { pricing: pricing(message.type) }),
    ...(failed && message.failWith !== undefined && { errors: [webhookError(message.failWith)] }),
  };
  const contact = {
    profile: { name: customer.name, ...(customer.username !== undefined && { username: customer.username }) },
    ...(phoneIsShown && { wa_id: customer.phone }),
    user_id: userId,
  };
  return {
    kind: "statuses",
    number,
    contacts: failed ? [] : [contact],
    item,
    about: `${message.phoneNumberId} ${message.customer} ${message.step}`,
  };
}

function pricing(type: string): unknown {
  const isTemplate = type === "template";
  return {
    billable: isTemplate,
    pricing_model: "PMP",
    category: isTemplate ? "utility" : "service",
    type: isTemplate ? "regular" : "free_customer_service",
  };
}
