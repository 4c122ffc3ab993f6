import { type Kysely, sql } from "kysely";
import type { HandoffCode } from "../rules/handoff-code.ts";
import type { Database } from "../../db/schema.d.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

/** As the platform role: outlets with conversations of which people are to be told by now. */
export async function listOutletsToTell(
  platformDb: Kysely<Database>,
  { now, limit }: { now: Date; limit: number },
): Promise<{ tenantId: string; outletId: string }[]> {
  return platformDb
    .selectFrom("conversations")
    .select(["tenant_id as tenantId", "outlet_id as outletId"])
    .distinct()
    .where("status", "=", "open")
    .where("handled_by", "=", "human")
    .where("tell_people_at", "<=", now)
    .limit(limit)
    .execute();
}

export type ToTell = {
  id: string;
  customer: string | null;
  code: HandoffCode | null;
  handedOverAt: Date;
  assignedUserId: string | null;
  lastHumanWordAt: Date | undefined;
};

/** The outlet's conversations of which people are to be told by now, what has waited longest first. */
export async function listToTell(trx: TenantTransaction, outletId: string, now: Date): Promise<ToTell[]> {
  const rows = await trx
    .selectFrom("conversations")
    .innerJoin("contacts", "contacts.id", "conversations.contact_id")
    .select((select) => [
      "conversations.id",
      "contacts.profile_name as customer",
      "handoff_code as code",
      "handed_off_at",
      "assigned_user_id as assignedUserId",
      select
        .selectFrom("messages")
        .select((inner) => inner.fn.max("messages.created_at").as("at"))
        .whereRef("messages.conversation_id", "=", "conversations.id")
        .where("messages.sender_type", "=", "agent")
        .where("messages.is_turn", "=", true)
        .as("lastHumanWordAt"),
    ])
    .where("conversations.outlet_id", "=", outletId)
    .where("conversations.status", "=", "open")
    .where("handled_by", "=", "human")
    .where("tell_people_at", "<=", now)
    .orderBy("handed_off_at")
    .execute();
  return rows.map(({ handed_off_at: at, lastHumanWordAt, ...row }) => ({
    ...row,
    handedOverAt: at ?? now,
    lastHumanWordAt: lastHumanWordAt ?? undefined,
  }));
}

/** People were told of these; of the others that were due they need not be. What was handed over anew meanwhile stays. */
export async function recordPeopleTold(
  trx: TenantTransaction,
  {
    outletId,
    due,
    told,
    now,
  }: { outletId: string; due: readonly ToTell[]; told: readonly string[]; now: Date },
): Promise<void> {
  for (const { id, handedOverAt } of due) {
    await trx
      .updateTable("conversations")
      .set({ tell_people_at: null, ...(told.includes(id) ? { people_told_at: now } : {}) })
      .where("id", "=", id)
      // A Date has no microseconds.
      .where(sql<Date>`date_trunc('milliseconds', handed_off_at)`, "=", handedOverAt)
      .execute();
  }
  if (told.length === 0) return;
  await trx.updateTable("outlets").set({ people_told_at: now }).where("id", "=", outletId).execute();
}

/** When a human of the business last wrote in the conversation. */
export async function findLastHumanWord(
  trx: TenantTransaction,
  conversationId: string,
): Promise<Date | undefined> {
  const row = await trx
    .selectFrom("messages")
    .select((select) => select.fn.max("created_at").as("at"))
    .where("conversation_id", "=", conversationId)
    .where("sender_type", "=", "agent")
    .where("is_turn", "=", true)
    .executeTakeFirst();
  return row?.at ?? undefined;
}

/** As the platform role: conversations with humans at which it is to be looked by now, the longest due first. */
export async function listToTakeBack(
  platformDb: Kysely<Database>,
  { now, limit }: { now: Date; limit: number },
): Promise<{ id: string; tenantId: string }[]> {
  return dueBy(platformDb, "take_back_at", { now, limit }).where("handled_by", "=", "human").execute();
}

/** When to look next whether the bot takes it back; null: when the customer writes again, if at all. */
export async function recordTakeBackAt(
  trx: TenantTransaction,
  conversationId: string,
  at: Date | null,
): Promise<void> {
  await trx.updateTable("conversations").set({ take_back_at: at }).where("id", "=", conversationId).execute();
}

/** As the platform role: conversations that were put aside until now, the longest due first. */
export async function listToWake(
  platformDb: Kysely<Database>,
  { now, limit }: { now: Date; limit: number },
): Promise<{ id: string; tenantId: string }[]> {
  return dueBy(platformDb, "snoozed_until", { now, limit }).execute();
}

/** Open conversations whose time has come, the longest due first. */
function dueBy(
  platformDb: Kysely<Database>,
  column: "take_back_at" | "snoozed_until",
  { now, limit }: { now: Date; limit: number },
) {
  return platformDb
    .selectFrom("conversations")
    .select(["id", "tenant_id as tenantId"])
    .where("status", "=", "open")
    .where(column, "<=", now)
    .orderBy(column)
    .limit(limit);
}

/** As the platform role: tenants with an open conversation in which nothing was said since then. */
export async function listTenantsWithIdle(platformDb: Kysely<Database>, idleSince: Date): Promise<string[]> {
  const rows = await platformDb
    .selectFrom("conversations")
    .select("tenant_id as tenantId")
    .distinct()
    .where("status", "=", "open")
    .where("last_message_at", "<", idleSince)
    .execute();
  return rows.map(({ tenantId }) => tenantId);
}
