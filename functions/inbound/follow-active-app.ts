import { anotherApp } from "../../shared/conversations/rules/another-app.ts";
import { handBack, handOver } from "../../shared/conversations/queries/conversations.ts";
import type { Conversation } from "../../shared/db/schema.d.ts";
import type { Item } from "./item.ts";

/**
 * Which app of the business has the conversation shows in how its last message comes: as a copy while another one has it,
 * and then our bot keeps still; as usual once it is ours again, and then the bot goes on, unless a human has written or
 * taken it. What comes late shows nothing any more. Resolves to the conversation, which the caller has locked, as it is now.
 */
export async function followOwner(
  { trx, emit, data, sentAt }: Item,
  conversation: Conversation,
): Promise<Conversation> {
  const { id: conversationId, last_customer_message_at: last, handled_by: handledBy } = conversation;
  const isLast = last === null || sentAt >= last;
  const isAnothers = handledBy === "human" && conversation.handoff_reason === anotherApp;
  const goesAway = data.isStandby === true && handledBy === "bot";
  const comesBack =
    data.isStandby !== true &&
    data.source === "message" &&
    isAnothers &&
    conversation.assigned_user_id === null;
  if (!isLast || (!goesAway && !comesBack)) return conversation;
  if (goesAway) await handOver(trx, conversationId, { code: "answered-in-app", reason: anotherApp });
  else await handBack(trx, conversationId);
  emit("conversation.changed", { conversationId, change: "handling" });
  return { ...conversation, handled_by: goesAway ? "human" : "bot", epoch: conversation.epoch + 1 };
}
