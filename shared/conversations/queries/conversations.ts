import { sql } from "kysely";
import { anotherApp } from "../rules/another-app.ts";
import { type HandoffCode, isTakenBy } from "../rules/handoff-code.ts";
import type { Conversation } from "../../db/schema.d.ts";
import { toStorableText } from "../../db/jsonb.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

type Parties = { outletId: string; contactId: string };

/**
 * The contact's open conversation with the outlet, locked until the transaction ends. Where there is none, the one that was
 * closed last is opened again, if that was after `reopenSince` and it was no spam; else a new one begins.
 */
export async function lockOpenConversation(
  trx: TenantTransaction,
  { outletId, contactId, reopenSince }: Parties & { reopenSince?: Date | undefined },
): Promise<Conversation> {
  const parties = { outletId, contactId };
  const open = await touchOpen(trx, parties);
  if (open !== undefined) return open;
  const closed = reopenSince && (await lockJustClosed(trx, { ...parties, since: reopenSince }));
  return closed ? reopen(trx, closed.id) : beginConversation(trx, parties);
}

async function touchOpen(
  trx: TenantTransaction,
  { outletId, contactId }: Parties,
): Promise<Conversation | undefined> {
  return trx
    .updateTable("conversations")
    .set({ updated_at: sql<Date>`now()` })
    .where("outlet_id", "=", outletId)
    .where("contact_id", "=", contactId)
    .where("status", "=", "open")
    .returningAll()
    .executeTakeFirst();
}

/** Another may begin it at the same time: then that one is taken. */
async function beginConversation(
  trx: TenantTransaction,
  { outletId, contactId }: Parties,
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

/** The contact's conversation with the outlet that was closed last, locked, while none is open; spam is never resumed. */
export async function lockJustClosed(
  trx: TenantTransaction,
  { outletId, contactId, since }: Parties & { since: Date },
): Promise<Conversation | undefined> {
  const last = await trx
    .selectFrom("conversations")
    .selectAll()
    .where("outlet_id", "=", outletId)
    .where("contact_id", "=", contactId)
    .where("imported", "=", false)
    .orderBy(sql`closed_at desc nulls first`)
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
  const isJustClosed = last?.closed_at != null && last.closed_at > since && last.outcome !== "spam";
  return isJustClosed ? last : undefined;
}

/** Opens it again with who had it. */
export async function reopen(trx: TenantTransaction, conversationId: string): Promise<Conversation> {
  return trx
    .updateTable("conversations")
    .set({
      status: "open",
      closed_at: null,
      outcome: null,
      close_reason: null,
      reopened_at: sql<Date>`now()`,
    })
    .where("id", "=", conversationId)
    .returningAll()
    .executeTakeFirstOrThrow();
}

export async function findOpenConversation(
  trx: TenantTransaction,
  { outletId, contactId }: Parties,
): Promise<Conversation | undefined> {
  return trx
    .selectFrom("conversations")
    .selectAll()
    .where("outlet_id", "=", outletId)
    .where("contact_id", "=", contactId)
    .where("status", "=", "open")
    .executeTakeFirst();
}

/** The contact's closed conversation with the outlet that holds the imported history; made when there is none. */
export async function lockImportedConversation(
  trx: TenantTransaction,
  outletId: string,
  contactId: string,
): Promise<Conversation> {
  return trx
    .insertInto("conversations")
    .values({
      outlet_id: outletId,
      contact_id: contactId,
      status: "closed",
      closed_at: sql`now()`,
      imported: true,
    })
    .onConflict((conflict) =>
      conflict
        .columns(["outlet_id", "contact_id"])
        .where("imported", "=", true)
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

/** The conversation of a message, locked until the transaction ends; undefined when there is no such message. */
export async function lockConversationOfMessage(
  trx: TenantTransaction,
  messageId: string,
): Promise<Conversation | undefined> {
  for (;;) {
    const conversation = await trx
      .selectFrom("conversations")
      .selectAll()
      .where("id", "=", (of) =>
        of.selectFrom("messages").select("conversation_id").where("messages.id", "=", messageId),
      )
      .forUpdate()
      .executeTakeFirst();
    if (conversation !== undefined) return conversation;
    // While this waited for it, it became one with another, and the message moved there.
    const moved = await trx
      .selectFrom("messages")
      .select("id")
      .where("id", "=", messageId)
      .executeTakeFirst();
    if (moved === undefined) return undefined;
  }
}

export async function findConversation(
  trx: TenantTransaction,
  conversationId: string,
): Promise<Conversation | undefined> {
  return trx.selectFrom("conversations").selectAll().where("id", "=", conversationId).executeTakeFirst();
}

export type HandOver = {
  code: HandoffCode;
  /** The same in words, for people. */
  reason: string;
  summary?: string | undefined;
  /** When it is looked at whether the bot takes it back; absent: never by itself. */
  takeBackAt?: Date | undefined;
  /** When people are told by mail that it waits, unless they were told of it within the hour; absent: never. */
  tellPeopleAt?: Date | undefined;
  /** The customer is told that a human will answer. */
  tellsCustomer?: boolean | undefined;
};

/** Gives the conversation to humans; resolves to its new epoch. */
export async function handOver(
  trx: TenantTransaction,
  conversationId: string,
  { code, reason, summary, takeBackAt, tellPeopleAt, tellsCustomer = false }: HandOver,
): Promise<number> {
  const { epoch } = await trx
    .updateTable("conversations")
    .set({
      handled_by: "human",
      handoff_code: code,
      handoff_reason: toStorableText(reason),
      // Without one of our own, what Meta told with the customer's message stays.
      ...(summary === undefined ? {} : { handoff_summary: toStorableText(summary) }),
      handed_off_at: sql<Date>`now()`,
      take_back_at: takeBackAt ?? null,
      tell_people_at:
        tellPeopleAt === undefined
          ? null
          : sql<Date>`greatest(${tellPeopleAt}::timestamptz, people_told_at + interval '1 hour')`,
      ...(tellsCustomer ? { customer_told_at: sql<Date>`now()` } : {}),
      epoch: sql`epoch + 1`,
    })
    .where("id", "=", conversationId)
    .returning("epoch")
    .executeTakeFirstOrThrow();
  return epoch;
}

/** Makes every answer stale that is not on its way, in a conversation that the caller has locked. */
export async function raiseEpoch(trx: TenantTransaction, conversationId: string): Promise<void> {
  await trx
    .updateTable("conversations")
    .set({ epoch: sql`epoch + 1` })
    .where("id", "=", conversationId)
    .execute();
}

/**
 * A human writes, or takes the conversation, which the caller has locked: it is theirs until it is given back, assigned
 * to the user if it was nobody's, and nothing of the bot's that is not on its way is sent any more. Why it waited for a
 * human is kept, in words. Resolves to whether it is another's than before.
 */
export async function takeOver(
  trx: TenantTransaction,
  conversation: Conversation,
  { code, userId }: { code: "taken" | "answered-in-app"; userId?: string | undefined },
): Promise<boolean> {
  const { assigned_user_id: assigned } = conversation;
  const isNobodys = conversation.handled_by === "bot" || conversation.handoff_reason === anotherApp;
  const isTaken = !isNobodys && isTakenBy(conversation.handoff_code);
  await trx
    .updateTable("conversations")
    .set({
      epoch: sql`epoch + 1`,
      ...(userId === undefined ? {} : { assigned_user_id: assigned ?? userId }),
      ...(isNobodys
        ? {
            handled_by: "human",
            handoff_reason: code,
            handed_off_at: sql<Date>`now()`,
          }
        : {}),
      ...(isTaken ? {} : { handoff_code: code, take_back_at: null, tell_people_at: null }),
    })
    .where("id", "=", conversation.id)
    .execute();
  return !isTaken || (assigned === null && userId !== undefined);
}

/** Gives the conversation back to the bot; resolves to its new epoch, or undefined when it is the bot's already. */
export async function handBack(trx: TenantTransaction, conversationId: string): Promise<number | undefined> {
  const changed = await trx
    .updateTable("conversations")
    .set((set) => ({
      handled_by: "bot",
      assigned_user_id: null,
      handoff_summary: null,
      take_back_at: null,
      tell_people_at: null,
      // What waits is tried once more, and not again before the customer writes on.
      retried_message_id: set.ref("last_customer_message_id"),
      epoch: sql<number>`epoch + 1`,
    }))
    .where("id", "=", conversationId)
    .where("handled_by", "=", "human")
    .returning("epoch")
    .executeTakeFirst();
  return changed?.epoch;
}

/** What was said before, summed up for the people here by whoever had the conversation. */
export async function recordHandoverSummary(
  trx: TenantTransaction,
  conversationId: string,
  summary: string,
): Promise<void> {
  await trx
    .updateTable("conversations")
    .set({ handoff_summary: toStorableText(summary) })
    .where("id", "=", conversationId)
    .execute();
}
