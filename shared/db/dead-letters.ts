import type { Kysely } from "kysely";
import { toJsonb, toStorableText } from "./jsonb.ts";
import type { Database, DeadLetter } from "./schema.d.ts";
import { inTenant } from "./tenant-scope.ts";

export type NewDeadLetter = {
  functionName: string;
  /** Pub/Sub's message id: with the function it says which delivery this is, so that recording it again changes nothing. */
  messageId: string;
  sourceTopic?: string | undefined;
  tenantId?: string | undefined;
  eventId?: string | undefined;
  reasonCode: string;
  reason: string;
  /** The decoded event; when it could not be decoded, `payloadText` holds what came instead. */
  payload?: unknown;
  payloadText?: string | undefined;
  attributes?: Record<string, string> | undefined;
  deliveryAttempt?: number | undefined;
  /** What it is of, where nobody has proven that yet. */
  named?: { phoneNumberId?: string; businessAccountId: string };
};

/**
 * Keeps what could not be handled, with its reason. Says whether it is new. `db` is the functions' or the platform's
 * database, not a transaction: a failed event's own work is rolled back, and this must stay. Of an event whose tenant
 * does not exist (any more) only the fact is kept: what it held was that tenant's.
 */
export async function recordDeadLetter(db: Kysely<Database>, letter: NewDeadLetter): Promise<boolean> {
  const { tenantId } = letter;
  if (tenantId === undefined) return insertDeadLetter(db, letter, null);
  try {
    return await inTenant(db, tenantId, async (trx) => insertDeadLetter(trx, letter, tenantId));
  } catch (error) {
    if (!isUnknownTenant(error)) throw error;
    const { payload: _, payloadText: __, attributes: ___, ...fact } = letter;
    return insertDeadLetter(db, fact, null);
  }
}

async function insertDeadLetter(
  db: Kysely<Database>,
  letter: NewDeadLetter,
  tenantId: string | null,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto("dead_letters")
    .values({
      tenant_id: tenantId,
      source_topic: letter.sourceTopic ?? null,
      function_name: letter.functionName,
      message_id: toStorableText(letter.messageId),
      event_id: storable(letter.eventId),
      reason_code: letter.reasonCode,
      reason: toStorableText(letter.reason),
      payload: letter.payload === undefined ? null : toJsonb(letter.payload),
      payload_text: storable(letter.payloadText),
      attributes: toJsonb(letter.attributes ?? {}),
      delivery_attempt: letter.deliveryAttempt ?? null,
      waba_phone_number_id: storable(letter.named?.phoneNumberId),
      waba_business_account_id: storable(letter.named?.businessAccountId),
    })
    // Naming the columns, or RETURNING, would need the right to read rows without a tenant, which functions do not have.
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** As the platform role: newest first; `before` is the last id of the previous page. */
export async function listDeadLetters(
  platformDb: Kysely<Database>,
  options: { limit: number; before?: string; functionName?: string; tenantId?: string; replayed?: boolean },
): Promise<DeadLetter[]> {
  const { limit, before, functionName, tenantId, replayed } = options;
  return platformDb
    .selectFrom("dead_letters")
    .selectAll()
    .$if(before !== undefined, (query) => query.where("id", "<", before ?? ""))
    .$if(functionName !== undefined, (query) => query.where("function_name", "=", functionName ?? ""))
    .$if(tenantId !== undefined, (query) => query.where("tenant_id", "=", tenantId ?? ""))
    .$if(replayed !== undefined, (query) => query.where("replayed_at", replayed ? "is not" : "is", null))
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
}

/** As the platform role. Throws `NoResultError` when there is none of that id. */
export async function getDeadLetter(platformDb: Kysely<Database>, id: string): Promise<DeadLetter> {
  return platformDb.selectFrom("dead_letters").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
}

/** As the platform role: says that the event went back to its topic. Returns false when it already had. */
export async function markReplayed(platformDb: Kysely<Database>, id: string): Promise<boolean> {
  const { numUpdatedRows } = await platformDb
    .updateTable("dead_letters")
    .set({ replayed_at: new Date() })
    .where("id", "=", id)
    .where("replayed_at", "is", null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

function storable(text: string | undefined): string | null {
  return text === undefined ? null : toStorableText(text);
}

/** A foreign key names no tenant, or the id is no UUID at all. */
function isUnknownTenant(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof Error && "code" in error && error.code === "23503");
}
