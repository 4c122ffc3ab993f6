import type { Message } from "../../shared/db/schema.d.ts";
import type { Emit } from "../../shared/runtime/work.ts";

/** Tells whoever looks at the conversation that a message's status has changed. */
export function emitChange(emit: Emit, message: Message): void {
  emit("conversation.changed", {
    conversationId: message.conversation_id,
    messageId: message.id,
    change: "status",
  });
}
