import type { ChatMessage, GraphErrorDetail } from "../store/chat-message.ts";
import type { State } from "../store/state.ts";
import { mediaIn } from "./media-in.ts";
import { unfitFile } from "./media-limits.ts";

const dayMs = 86_400_000;

/** Why an accepted message will fail, as Meta finds out only after its answer. */
export function deliveryFailure(state: State, message: ChatMessage): GraphErrorDetail | undefined {
  if (message.type === "reaction") return reactionFailure(state, message);
  const unfit = mediaFailure(state, message);
  if (unfit !== undefined) return unfit;
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

function mediaFailure(state: State, { request }: ChatMessage): GraphErrorDetail | undefined {
  for (const { kind, id } of mediaIn(request)) {
    const file = state.media.get(id);
    const details = file && unfitFile(kind, file);
    if (details !== undefined) return { code: 131053, title: "Media upload error", details };
  }
  return undefined;
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
