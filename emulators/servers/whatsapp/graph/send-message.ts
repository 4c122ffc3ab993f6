import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "../context.ts";
import { jsonReply, type Reply } from "../http/reply.ts";
import type { BusinessNumber } from "../options.ts";
import type { ChatMessage } from "../store/chat-message.ts";
import { userIdOf } from "../store/customer.ts";
import { ensureCustomer, type State } from "../store/state.ts";
import { acceptMessage } from "./accept-message.ts";
import { checkTemplate } from "./check-template.ts";
import { isReply } from "./authorize.ts";
import { checkMediaId } from "./find-media.ts";
import { errorTitle } from "./error-titles.ts";
import { graphError, invalidParameter } from "./graph-error.ts";
import { describeIssue, messageSchema } from "./message-schema.ts";
import { recipientOf, type Recipient } from "./recipient.ts";

/** The answer to a send; `hang` when the message was accepted but the answer shall never come. */
export async function sendMessage(
  context: Context,
  number: BusinessNumber,
  body: object,
): Promise<Reply | "hang"> {
  const parsed = messageSchema.safeParse({ type: "text", ...body });
  if (!parsed.success) return invalidParameter(describeIssue(parsed.error));
  const message = parsed.data;
  const recipient = recipientOf(context.state, number, message);
  if (isReply(recipient)) return recipient;
  const unfit =
    checkTemplate(context.state, number.wabaId, message, recipient.addressedBy) ??
    checkMediaId(context, number, message);
  if (unfit !== undefined) return unfit;

  const delayMs = context.faults.plan().send?.delayMs;
  if (delayMs !== undefined) await sleep(delayMs);
  const fate = context.faults.fateOfSend(recipient.phone);
  if (fate.kind === "http500") return graphError({ code: 1, message: errorTitle(1), status: 500 });
  if (fate.kind === "http429")
    return graphError({ code: 4, message: errorTitle(4), status: 429, isTransient: true });
  if (fate.kind === "error" && !fate.async) {
    const { code, status, isTransient } = fate;
    return graphError({ code, message: errorTitle(code), details: errorTitle(code), status, isTransient });
  }
  const limit = context.pacer.refuse(number.phoneNumberId, recipient.phone, number.coexistence === true);
  if (limit !== undefined) return graphError({ code: limit, message: errorTitle(limit) });

  const failWith =
    fate.kind === "error"
      ? { code: fate.code, title: errorTitle(fate.code), details: errorTitle(fate.code) }
      : undefined;
  const accepted = acceptMessage(context, number, recipient, message, failWith);
  return fate.kind === "hang" ? "hang" : acceptedReply(context.state, number, recipient, accepted);
}

function acceptedReply(
  state: State,
  number: BusinessNumber,
  { input, phone, addressedBy }: Recipient,
  message: ChatMessage,
): Reply {
  const contact =
    addressedBy === "phone"
      ? { input, wa_id: phone }
      : { input, user_id: userIdOf(ensureCustomer(state, phone), number.wabaId) };
  return jsonReply({
    messaging_product: "whatsapp",
    contacts: [contact],
    messages: [{ id: message.wamid, ...(message.type === "template" && { message_status: "accepted" }) }],
  });
}
