import type { ChatMessage } from "../store/chat-message.ts";
import { userIdOf } from "../store/customer.ts";
import { ensureCustomer, type State } from "../store/state.ts";
import { contactOf } from "./contact.ts";
import { webhookError } from "./webhook-error.ts";
import type { Update } from "./update.ts";

/** The status webhook for the step that the business's message has reached. */
export function statusUpdate(state: State, message: ChatMessage): Update | undefined {
  const number = state.numbers.get(message.phoneNumberId);
  if (number === undefined) return undefined;
  const customer = ensureCustomer(state, message.customer);
  const failed = message.step === "failed";
  const phoneIsShown = message.addressedBy === "phone" || !customer.hidesPhone;
  const item = {
    id: message.wamid,
    status: message.step,
    timestamp: String(Math.floor((message.stepTimes[message.step] ?? Date.now()) / 1000)),
    ...(phoneIsShown && { recipient_id: customer.phone }),
    ...((!failed || message.addressedBy === "bsuid") && {
      recipient_user_id: userIdOf(customer, number.wabaId),
    }),
    ...(message.callbackData !== undefined && { biz_opaque_callback_data: message.callbackData }),
    ...((message.step === "sent" || message.step === "delivered") && { pricing: pricing(message) }),
    ...(failed && message.failWith !== undefined && { errors: [webhookError(message.failWith)] }),
  };
  return {
    kind: "statuses",
    number,
    contacts: failed ? [] : [contactOf(customer, number.wabaId, phoneIsShown)],
    item,
    about: `${message.phoneNumberId} ${message.customer} ${message.step}`,
  };
}

function pricing({ type, template }: ChatMessage): unknown {
  const isTemplate = type === "template";
  return {
    billable: isTemplate,
    pricing_model: "PMP",
    category: isTemplate ? (template?.category.toLowerCase() ?? "utility") : "service",
    type: isTemplate ? "regular" : "free_customer_service",
  };
}
