import { type ExpressionBuilder, sql } from "kysely";
import type { Conversation, Database, Message } from "../../db/schema.d.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

type PendingOptions = {
  /** An answer that waits to be sent is none yet. */
  unlessSent?: boolean;
  /** What was taken back as well. */
  withRevoked?: boolean;
};

/**
 * What the customer said since the last answer, of the bot or of a human, and has not taken back: together it is the
 * question that waits. In the order of Meta's times. The order of storing parts it from what was answered, not the time:
 * Meta's times are whole seconds and come late, so that a message which crossed our reply would look answered by it.
 * What waited when the conversation was closed waits no more, also when it is opened again.
 */
export async function listPending(
  trx: TenantTransaction,
  conversation: Pick<Conversation, "id" | "epoch" | "reopened_at">,
  { unlessSent = false, withRevoked = false }: PendingOptions = {},
): Promise<Message[]> {
  return trx
    .selectFrom("messages")
    .selectAll()
    .where("conversation_id", "=", conversation.id)
    .where("direction", "=", "inbound")
    .where("is_turn", "=", true)
    .$if(conversation.reopened_at !== null, (query) =>
      query.where("created_at", ">=", conversation.reopened_at),
    )
    .$if(!withRevoked, (query) => query.where("revoked_at", "is", null))
    .where((where) => where("id", ">", lastAnswer(where, conversation, unlessSent)))
    .orderBy("sent_at")
    .orderBy("id")
    .execute();
}

const beforeAll = "00000000-0000-0000-0000-000000000000";

/** The last of ours that answers: not one that failed, nor a draft that the sender will drop at the fence. */
function lastAnswer(
  { fn, selectFrom, val }: ExpressionBuilder<Database, "messages">,
  { id, epoch }: Pick<Conversation, "id" | "epoch">,
  unlessSent: boolean,
) {
  const last = selectFrom("messages as answer")
    .select("answer.id")
    .where("answer.conversation_id", "=", id)
    .where("answer.direction", "=", "outbound")
    .where("answer.is_turn", "=", true)
    .where("answer.status", "not in", ["canceled", "failed"])
    .where((where) =>
      where.or([
        where("answer.status", "!=", "queued"),
        where("answer.epoch", "is", null),
        ...(unlessSent ? [] : [where("answer.epoch", "=", epoch)]),
      ]),
    )
    .orderBy("answer.id", "desc")
    .limit(1);
  return fn.coalesce(last, sql<string>`${val(beforeAll)}::uuid`);
}

/** Whether the bot has answered this customer message in the epoch, whatever became of the answer. */
export async function isAnswered(
  trx: TenantTransaction,
  triggerMessageId: string,
  epoch: number,
): Promise<boolean> {
  const found = await trx
    .selectFrom("messages")
    .select("id")
    .where("trigger_message_id", "=", triggerMessageId)
    .where("sender_type", "=", "bot")
    .where("is_turn", "=", true)
    .where("epoch", "=", epoch)
    .executeTakeFirst();
  return found !== undefined;
}

/** Whether a human of the business has written in the message's conversation since it was stored. */
export async function hasHumanWrittenSince(
  trx: TenantTransaction,
  { id, conversation_id: conversationId }: Pick<Message, "id" | "conversation_id">,
): Promise<boolean> {
  const found = await trx
    .selectFrom("messages")
    .select("id")
    .where("conversation_id", "=", conversationId)
    .where("id", ">", id)
    .where("sender_type", "=", "agent")
    .where("is_turn", "=", true)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/** What of the bot, answers and notices, is being sent in the conversation, which the caller has locked. */
export async function listBotOnItsWay(
  trx: TenantTransaction,
  conversationId: string,
): Promise<{ id: string; text: string }[]> {
  const rows = await trx
    .selectFrom("messages")
    .select(["id", "body"])
    .where("conversation_id", "=", conversationId)
    .where("sender_type", "in", ["bot", "system"])
    .where("epoch", "is not", null)
    .where("status", "in", ["sending", "unknown"])
    .orderBy("id")
    .execute();
  return rows.map(({ id, body }) => ({ id, text: body ?? "" }));
}

/** Whether the bot or a human has answered in the conversation since then. */
export async function hasTurnSince(
  trx: TenantTransaction,
  conversationId: string,
  since: Date,
): Promise<boolean> {
  const found = await trx
    .selectFrom("messages")
    .select("id")
    .where("conversation_id", "=", conversationId)
    .where("direction", "=", "outbound")
    .where("is_turn", "=", true)
    .where("status", "not in", ["canceled", "failed"])
    .where("created_at", ">", since)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}
