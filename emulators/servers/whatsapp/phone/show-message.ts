import type { EventHub } from "../event-hub.ts";
import type { ChatMessage } from "../store/chat-message.ts";
import { addMessage, type State } from "../store/state.ts";
import { messageView } from "./message-view.ts";

type Parts = { state: State; hub: EventHub };

/** Keeps a new message and puts it on the customer's phone; a reaction goes to the message that it is about. */
export function showMessage({ state, hub }: Parts, message: ChatMessage): void {
  addMessage(state, message);
  publish({ state, hub }, "message", message);
  if (message.type !== "reaction") return;
  const target = state.messages.get(message.quotedWamid ?? "");
  if (target === undefined || target.customer !== message.customer) return;
  const { emoji } = Object(message.content) as { emoji?: string };
  target.reactions = { ...target.reactions, [message.direction]: emoji || undefined };
  showChange({ state, hub }, target);
}

/** Keeps what has changed about a message, and draws it anew. */
export function showChange({ state, hub }: Parts, message: ChatMessage): void {
  state.messages.set(message.wamid, message);
  publish({ state, hub }, "status", message);
}

function publish({ state, hub }: Parts, type: "message" | "status", message: ChatMessage): void {
  const { phoneNumberId, customer } = message;
  hub.publish({ type, phoneNumberId, customer, data: messageView(state, message) });
}
