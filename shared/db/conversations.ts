import { sql } from "kysely";
import { isIdleSince } from "./idle-conversations.ts";
import type { Conversation } from "./schema/conversations.ts";
import { toStorableText } from "./jsonb.ts";
import type { TenantTransaction } from "./tenant-scope.ts";

/** The contact's open conversation with the outlet, opened when there is none; locked until the transaction ends. */
export async function lockOpenConversation(
  trx: TenantTransaction,
  outletId: string,
  contactId: string,
): Promise<Conversation> {
  return trx
    .insertInto("conversations")
    .values({ outlet_id: outletId, contact_id: contactId })
    .onConflict((conflict) =>
      conflict
        .columns(["outlet_id", "contact_id"])
        .where("status", "=", "open")
        .doUpdateSet({ updated_at: sql<Date>`now()` }),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Locked until the transaction ends. */
export async function lockConversation(
  trx: TenantTransaction,
  conversationId: string,
): Promise<Conversation> {
  return trx
    .selectFrom("conversations")
    .selectAll()
    .where("id", "=", conversationId)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

export async function findConversation(
  trx: TenantTransaction,
  conversationId: string,
): Promise<Conversation | undefined> {
  return trx.selectFrom("conversations").selectAll().where("id", "=", conversationId).executeTakeFirst();
}

/**
 * The epoch is the fence against stale answers: every customer message that wants an answer raises it, and so does
 * a hand-over; an answer made in an older epoch is never sent.
 */
export async function recordCustomerMessage(
  trx: TenantTransaction,
  conversationId: string,
  message: { id: string; sentAt: Date; raisesEpoch: boolean },
): Promise<void> {
  await trx
    .updateTable("conversations")
    .set({
      last_customer_message_id: message.id,
      last_customer_message_at: sql`greatest(last_customer_message_at, ${message.sentAt})`,
      last_message_at: sql`greatest(last_message_at, ${message.sentAt})`,
      epoch: sql`epoch + ${message.raisesEpoch ? 1 : 0}`,
    })
    .where("id", "=", conversationId)
    .execute();
}

/** Gives the conversation to humans; resolves to its new epoch. */
export async function handOver(
  trx: TenantTransaction,
  conversationId: string,
  why: { reason: string; summary?: string | undefined },
): Promise<number> {
  const { epoch } = await trx
    .updateTable("conversations")
    .set({
      handled_by: "human",
      handoff_reason: why.reason,
      handoff_summary: why.summary === undefined ? null : toStorableText(why.summary),
      handed_off_at: sql<Date>`now()`,
      epoch: sql`epoch + 1`,
    })
    .where("id", "=", conversationId)
    .returning("epoch")
    .executeTakeFirstOrThrow();
  return epoch;
}

/** Gives the conversation back to the bot; false when it is the bot's already, or was not idle since `idleBefore`. */
export async function handBack(
  trx: TenantTransaction,
  conversationId: string,
  idleBefore?: Date,
): Promise<boolean> {
  const changed = await trx
    .updateTable("conversations")
    .set({ handled_by: "bot", assigned_user_id: null, epoch: sql`epoch + 1` })
    .where("id", "=", conversationId)
    .where("handled_by", "=", "human")
    .$if(idleBefore !== undefined, (query) =>
      query.where((where) => isIdleSince(where, idleBefore ?? new Date(0))),
    )
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n;
}
