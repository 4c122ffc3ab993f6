import type { Context } from "../context.ts";
import type { ChatMessage } from "../store/chat-message.ts";
import { newWamid } from "../store/wamid.ts";
import { messageUpdate } from "../webhook/message-update.ts";
import { unsupportedPart } from "../webhook/webhook-error.ts";
import { isMediaKind } from "./card/media-card.ts";
import { showChange } from "./show-message.ts";

const editableForMs = 15 * 60_000;
const deletableForMs = 2 * 86_400_000;

/** Why it cannot be, or undefined when it is done. */
type Refusal = "unknown" | "too late" | "not text" | undefined;

/**
 * The customer corrects a text or a caption. A number that is in the phone app too hears of it; one of the API alone
 * hears that it cannot be conveyed.
 */
export function editMessage(context: Context, wamid: string, text: string): Refusal {
  const message = ownMessage(context, wamid);
  if (message === undefined) return "unknown";
  const key = message.type === "text" ? "body" : isMediaKind(message.type) ? "caption" : undefined;
  if (key === undefined) return "not text";
  const now = Date.now();
  if (now - message.at > editableForMs) return "too late";
  message.content = { ...Object(message.content), [key]: text };
  message.editedAt = now;
  showChange(context, message);
  const { type, content, quotedWamid } = message;
  tell(context, message, "edit", {
    original_message_id: wamid,
    message: { type, [type]: content, ...(quotedWamid !== undefined && { context: { id: quotedWamid } }) },
  });
  return undefined;
}

/** The customer deletes it for everyone, of which only a number that is in the phone app too hears. */
export function deleteMessage(context: Context, wamid: string): Refusal {
  const message = ownMessage(context, wamid);
  if (message === undefined) return "unknown";
  const now = Date.now();
  if (now - message.at > deletableForMs) return "too late";
  message.deletedAt = now;
  message.reactions = {};
  showChange(context, message);
  tell(context, message, "revoke", { original_message_id: wamid });
  return undefined;
}

function ownMessage({ state }: Context, wamid: string): ChatMessage | undefined {
  const message = state.messages.get(wamid);
  return message?.direction === "in" && message.deletedAt === undefined ? message : undefined;
}

function tell(
  { state, dispatcher }: Context,
  { phoneNumberId, customer }: ChatMessage,
  type: "edit" | "revoke",
  content: object,
): void {
  const told = { wamid: newWamid(customer), phoneNumberId, customer, at: Date.now(), quotedWamid: undefined };
  const conveyed = state.numbers.get(phoneNumberId)?.coexistence === true;
  if (!conveyed && type === "revoke") return;
  const update = conveyed
    ? messageUpdate(state, { ...told, type, content })
    : messageUpdate(state, { ...told, type: "unsupported", content: undefined }, unsupportedPart(type));
  if (update !== undefined) dispatcher.tell(update);
}
