import * as z from "zod";
import { showMessage } from "../phone/show-message.ts";
import { ensureCustomer } from "../store/state.ts";
import { numberUpdate } from "../webhook/number-update.ts";
import { webhookError } from "../webhook/webhook-error.ts";
import { inventHistory } from "./invent-history.ts";
import { metaEvent, numberField, numberOf } from "./meta-event.ts";
import { tellHistory, tellHistoryMedia } from "./tell-history.ts";

/** The chats of the phone app from before the number was connected, in phases and chunks. */
export const historyEvent = metaEvent(
  "history",
  "the phone app's chats of the last 180 days are synchronised",
  z.strictObject({
    ...numberField,
    customers: z.coerce.number().int().min(1).max(500).default(3),
    messages: z.coerce.number().int().min(1).max(2000).default(12).describe("of each customer"),
    chunk: z.coerce.number().int().min(1).max(2000).default(10).describe("messages in a webhook"),
    seed: z.coerce.number().int().default(1),
    declined: z.stringbool().or(z.boolean()).default(false).describe("the business refuses to share it"),
  }),
  async (context, { declined, ...given }) => {
    const number = numberOf(context, given);
    if (declined) {
      const title = "History sharing is turned off by the business from the WhatsApp Business App";
      const errors = [webhookError({ code: 2593109, title, details: title })];
      context.dispatcher.tell(numberUpdate(number, "history", { history: [{ errors }] }));
      return { messages: 0 };
    }
    const messages = inventHistory(number.phoneNumberId, given);
    for (const message of messages) {
      ensureCustomer(context.state, message.customer);
      showMessage(context, message);
    }
    tellHistory(context, number, messages, given.chunk);
    await tellHistoryMedia(context, number, messages);
    return { messages: messages.length };
  },
);
