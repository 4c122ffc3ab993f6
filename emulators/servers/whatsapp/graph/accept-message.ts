import type { Context } from "../context.ts";
import { field, textField } from "../json-field.ts";
import type { BusinessNumber } from "../options.ts";
import { showMessage } from "../phone/show-message.ts";
import type { ChatMessage, GraphErrorDetail } from "../store/chat-message.ts";
import { ensureCustomer } from "../store/state.ts";
import { newWamid } from "../store/wamid.ts";
import { deliveryFailure } from "./delivery-failure.ts";
import { findTemplate } from "./find-template.ts";
import type { GraphMessage } from "./message-schema.ts";
import type { Recipient } from "./recipient.ts";

/** Takes the message over: it shows on the phone and its statuses will come. */
export function acceptMessage(
  context: Context,
  number: BusinessNumber,
  recipient: Recipient,
  request: GraphMessage,
  failWith?: GraphErrorDetail,
): ChatMessage {
  const { state, statuses } = context;
  ensureCustomer(state, recipient.phone);
  const at = Date.now();
  const content = field(request, request.type);
  const template = findTemplate(state, number.wabaId, request);
  const message: ChatMessage = {
    wamid: newWamid(recipient.phone),
    sequence: state.nextSequence(),
    phoneNumberId: number.phoneNumberId,
    customer: recipient.phone,
    direction: "out",
    type: request.type,
    content,
    at,
    step: "accepted",
    stepTimes: { accepted: at },
    quotedWamid: request.context?.message_id ?? textField(content, "message_id"),
    callbackData: request.biz_opaque_callback_data,
    request,
    addressedBy: recipient.addressedBy,
    ...(template !== undefined && {
      template: { category: template.category, components: template.components },
    }),
  };
  message.failWith = failWith ?? deliveryFailure(state, message);
  showMessage(context, message);
  statuses.follow(message);
  return message;
}
