import type { ChatMessage, GraphErrorDetail } from "../store/chat-message.ts";
import type { State } from "../store/state.ts";

const dayMs = 86_400_000;

/** Why an accepted message will fail, as Meta finds out only after its answer. */
export function deliveryFailure(state: State, message: ChatMessage): GraphErrorDetail | undefined {
  if (message.type === "reaction") return reactionFailure(state, message);
  if (message.type === "template") return undefined;
  const chat = state.chats.get(`${message.phoneNumberId}:${message.customer}`);
  if (message.at - (chat?.lastInboundAt ?? 0) < dayMs) return undefined;
  return {
    code: 131047,
    title: "Re-engagement message",
    details:
      "Message failed to send because more than 24 hours have passed since the customer last replied to this number.",
  };
}

function reactionFailure(state: State, message: ChatMessage): GraphErrorDetail | undefined {
  const target = state.messages.get(message.quotedWamid ?? "");
  if (target !== undefined && message.at - target.at < 30 * dayMs) return undefined;
  return {
    code: 131009,
    title: "Parameter value is not valid",
    details: "The message reacted to does not exist or is older than 30 days.",
  };
}
