import type { Context } from "../context.ts";
import { storeMedia } from "../graph/store-media.ts";
import { field, textField } from "../json-field.ts";
import type { ChatMessage } from "../store/chat-message.ts";
import type { Customer } from "../store/customer.ts";
import { ensureCustomer } from "../store/state.ts";
import { newWamid } from "../store/wamid.ts";
import { messageUpdate } from "../webhook/message-update.ts";
import type { PhoneMessage } from "./phone-message.ts";
import { showMessage } from "./show-message.ts";

/** A customer's message: kept, shown, and told to the webhook. Undefined when there is no such business number. */
export async function receiveMessage(
  context: Context,
  given: PhoneMessage,
): Promise<ChatMessage | undefined> {
  const { state, dispatcher, pacer } = context;
  const number = given.to === undefined ? [...state.numbers.values()][0] : state.numbers.get(given.to);
  if (number === undefined) return undefined;
  const { phoneNumberId } = number;
  const customer = updateCustomer(context, given);
  pacer.countInbound(phoneNumberId);

  const type = textField(given.raw, "type") ?? given.media?.kind ?? "text";
  const content =
    given.raw === undefined || !(type in given.raw)
      ? await contentOf(context, phoneNumberId, given)
      : given.raw[type];
  const extra = { ...contextOf(given), ...given.raw };
  const at = timeOf(given.raw) ?? Date.now();
  const message: ChatMessage = {
    wamid: textField(given.raw, "id") ?? newWamid(customer.phone),
    sequence: state.nextSequence(),
    phoneNumberId,
    customer: customer.phone,
    direction: "in",
    type,
    content: content ?? undefined,
    at,
    step: "sent",
    stepTimes: { sent: at },
    quotedWamid:
      given.replyTo ?? textField(field(given.raw, "context"), "id") ?? textField(content, "message_id"),
    forwarded: given.forwarded,
    referral: given.raw?.["referral"],
  };
  // A test may repeat an id: the webhook tells it again, the phone shows it once.
  if (state.messages.get(message.wamid) === undefined) showMessage(context, message);
  const update = messageUpdate(state, message, extra);
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

/** A forwarded message says so in place of a quote. */
function contextOf({ forwarded }: PhoneMessage): object {
  if (forwarded === undefined) return {};
  return { context: forwarded === "often" ? { frequently_forwarded: true } : { forwarded: true } };
}

async function contentOf(
  { state }: Context,
  phoneNumberId: string,
  { text, media }: PhoneMessage,
): Promise<unknown> {
  if (media === undefined) return text === undefined ? undefined : { body: text };
  const { kind, filename, base64, mimeType = "", voice } = media;
  const stored =
    base64 === undefined
      ? state.media.get(media.id ?? "")
      : await storeMedia(
          state,
          { phoneNumberId, mimeType, filename, from: "customer" },
          Buffer.from(base64, "base64"),
        );
  const name = filename ?? stored?.filename;
  return {
    id: stored?.id ?? media.id,
    ...(stored !== undefined && { mime_type: stored.mimeType, sha256: stored.sha256 }),
    ...(name !== undefined && kind === "document" && { filename: name }),
    ...(text !== undefined && { caption: text }),
    ...(kind === "audio" && { voice }),
    ...(kind === "sticker" && { animated: stored?.animated === true }),
  };
}

/** A test may send from the past, to close the 24-hour window. */
function timeOf(raw: unknown): number | undefined {
  const seconds = Number(field(raw, "timestamp"));
  return Number.isFinite(seconds) ? seconds * 1000 : undefined;
}
