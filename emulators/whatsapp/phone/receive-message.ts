import * as z from "zod";
import type { Context } from "../context.ts";
import { storeMedia } from "../graph/store-media.ts";
import { field, textField } from "../json-field.ts";
import type { ChatMessage } from "../store/chat-message.ts";
import type { Customer } from "../store/customer.ts";
import { addMessage, ensureCustomer } from "../store/state.ts";
import { newWamid } from "../store/wamid.ts";
import { messageUpdate } from "../webhook/message-update.ts";
import { displayText } from "./display-text.ts";
import { messageView } from "./message-view.ts";

const kinds = ["image", "video", "audio", "document", "sticker"] as const;

/** The body of `POST /__phone/messages`: what a customer's phone sends. */
export const phoneMessageSchema = z.strictObject({
  /** The customer's phone; a "+" and spaces are ignored. */
  from: z.string().transform((phone, context) => {
    const digits = phone.replaceAll(/\D/g, "");
    if (!/^\d{5,15}$/.test(digits)) context.addIssue("must be a phone number of 5 to 15 digits");
    return digits;
  }),
  /** Id of the business number; the first one by default. */
  to: z.string().optional(),
  text: z.string().max(65_536).optional(),
  /** The customer's profile name. */
  name: z.string().optional(),
  /** Message id that this quotes. */
  replyTo: z.string().optional(),
  autoRead: z.boolean().optional(),
  /** A file with the message; `text` becomes its caption. */
  media: z
    .strictObject({
      kind: z.enum(kinds).default("document"),
      mimeType: z.string(),
      base64: z.base64(),
      filename: z.string().optional(),
    })
    .optional(),
  /** Laid over the message in the webhook, for any type and shape; a null value removes the key. */
  raw: z.record(z.string(), z.unknown()).optional(),
});

export type PhoneMessage = z.infer<typeof phoneMessageSchema>;

/** A customer's message: kept, shown, and told to the webhook. Undefined when there is no such business number. */
export async function receiveMessage(
  context: Context,
  given: PhoneMessage,
): Promise<ChatMessage | undefined> {
  const { state, hub, dispatcher } = context;
  const number = given.to === undefined ? [...state.numbers.values()][0] : state.numbers.get(given.to);
  if (number === undefined) return undefined;
  const { phoneNumberId } = number;
  const customer = updateCustomer(context, given);

  const type = textField(given.raw, "type") ?? given.media?.kind ?? "text";
  const content =
    given.raw === undefined || !(type in given.raw)
      ? await contentOf(context, phoneNumberId, given)
      : given.raw[type];
  const at = timeOf(given.raw) ?? Date.now();
  const message: ChatMessage = {
    wamid: textField(given.raw, "id") ?? newWamid(customer.phone),
    sequence: state.nextSequence(),
    phoneNumberId,
    customer: customer.phone,
    direction: "in",
    type,
    content: content ?? undefined,
    text: displayText(type, content),
    at,
    step: "sent",
    stepTimes: { sent: at },
    quotedWamid:
      given.replyTo ?? textField(field(given.raw, "context"), "id") ?? textField(content, "message_id"),
  };
  // A test may repeat an id: the webhook tells it again, the phone shows it once.
  if (state.messages.get(message.wamid) === undefined) {
    addMessage(state, message);
    hub.publish({
      type: "message",
      phoneNumberId,
      customer: customer.phone,
      data: messageView(state, message),
    });
  }
  const update = messageUpdate(state, message, given.raw);
  if (update !== undefined) dispatcher.tell(update);
  return message;
}

function updateCustomer({ state }: Context, { from, name, autoRead }: PhoneMessage): Customer {
  const customer = ensureCustomer(state, from);
  if (name !== undefined) customer.name = name;
  if (autoRead !== undefined) customer.autoRead = autoRead;
  state.customers.set(from, customer);
  return customer;
}

async function contentOf(
  context: Context,
  phoneNumberId: string,
  { text, media }: PhoneMessage,
): Promise<unknown> {
  if (media === undefined) return text === undefined ? undefined : { body: text };
  const { mimeType, filename, base64, kind } = media;
  const stored = await storeMedia(
    context.state,
    { phoneNumberId, mimeType, filename },
    Buffer.from(base64, "base64"),
  );
  return {
    id: stored.id,
    mime_type: mimeType,
    sha256: stored.sha256,
    ...(filename !== undefined && kind === "document" && { filename }),
    ...(text !== undefined && { caption: text }),
    ...(kind === "audio" && { voice: true }),
  };
}

/** A test may send from the past, to close the 24-hour window. */
function timeOf(raw: unknown): number | undefined {
  const seconds = Number(field(raw, "timestamp"));
  return Number.isFinite(seconds) ? seconds * 1000 : undefined;
}
