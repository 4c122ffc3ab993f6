import { sql } from "kysely";
import type { Pace } from "../../whatsapp/rules/send-pace.ts";
import type { Kysely } from "kysely";
import type { Database } from "../../db/schema.d.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

type Turn =
  /** It is this attempt's to send. */
  | { kind: "claimed" }
  /** It goes out then, and its turn is kept for it. */
  | { kind: "later"; at: Date };

type Ask = {
  messageId: string;
  outletId: string;
  contactId: string;
  attemptId: string;
  leaseUntil: Date;
  /** The turn that was kept for it, if one was; it has come. */
  keptTurnAt: Date | null;
  now: Date;
};

/**
 * Takes the message's turn in the buckets of its number and of its customer, and claims it if that is now. All in one
 * statement, the last of the claim's transaction, because every send of the number waits for its bucket. A later turn
 * is kept on the message, so that waiting costs no second one, and what comes after it queues behind.
 */
export async function claimInTurn(
  trx: TenantTransaction,
  ask: Ask,
  { number, pair }: { number: Pace; pair: Pace },
): Promise<Turn> {
  const { messageId, outletId, contactId, attemptId, leaseUntil, now } = ask;
  if (ask.keptTurnAt !== null && (await claimKeptTurn(trx, ask))) return { kind: "claimed" };
  const { rows } = await sql<{ status: string; slot_at: Date | null }>`
    with pair as (${takeTurn(outletId, contactId, pair, now)}),
    number as (${takeTurn(outletId, null, number, now)}),
    turn as (
      select case when greatest(pair.turn_at, number.turn_at) > ${now}::timestamptz then greatest(pair.turn_at, number.turn_at) end as at
      from pair, number
    )
    update messages set
      status = case when turn.at is null then 'sending' else status end,
      slot_at = turn.at,
      not_before = null,
      attempt_id = case when turn.at is null then ${attemptId}::uuid else attempt_id end,
      lease_until = case when turn.at is null then ${leaseUntil}::timestamptz end,
      attempt_count = attempt_count + case when turn.at is null then 1 else 0 end
    from turn
    where messages.id = ${messageId} and messages.status = 'queued'
    returning messages.status, messages.slot_at`.execute(trx);
  const at = rows[0]?.slot_at;
  return at === null || at === undefined ? { kind: "claimed" } : { kind: "later", at };
}

/**
 * One message more in a bucket; `turn_at` is when the bucket has room for it (generic cell rate algorithm). Instances'
 * clocks may differ a little: the bucket only ever moves forward.
 */
function takeTurn(outletId: string, contactId: string | null, { everyMs, burst }: Pace, now: Date) {
  const every = sql`${everyMs}::float8 * interval '1 millisecond'`;
  const restedFor = sql`${everyMs * burst}::float8 * interval '1 millisecond'`;
  return sql`
    insert into send_pacing as bucket (outlet_id, contact_id, full_at)
    values (${outletId}::uuid, ${contactId}::uuid, ${now}::timestamptz + ${every})
    on conflict (outlet_id, contact_id)
      do update set full_at = greatest(bucket.full_at, ${now}::timestamptz) + ${every}
    returning greatest(full_at - ${restedFor}, held_until) as turn_at`;
}

/** Claims a message whose kept turn has come; false when its number or its customer is held meanwhile. */
async function claimKeptTurn(
  trx: TenantTransaction,
  { messageId, outletId, contactId, attemptId, leaseUntil, now }: Ask,
): Promise<boolean> {
  const claimed = await trx
    .updateTable("messages")
    .set((set) => ({
      status: "sending",
      slot_at: null,
      not_before: null,
      attempt_id: attemptId,
      lease_until: leaseUntil,
      attempt_count: set("attempt_count", "+", 1),
    }))
    .where("id", "=", messageId)
    .where("status", "=", "queued")
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("send_pacing")
            .select("id")
            .where("outlet_id", "=", outletId)
            .where((where) =>
              where.or([where("contact_id", "=", contactId), where("contact_id", "is", null)]),
            )
            .where("held_until", ">", now),
        ),
      ),
    )
    .executeTakeFirst();
  return claimed.numUpdatedRows > 0n;
}

/** Nothing goes out before `until` to the customer, from the number, or from any number of its business account. */
export async function holdSends(
  trx: TenantTransaction,
  held: { holds: "contact" | "number" | "account"; outletId: string; contactId: string; until: Date },
): Promise<void> {
  const contactId = held.holds === "contact" ? held.contactId : null;
  await sql`
    insert into send_pacing as bucket (outlet_id, contact_id, full_at, held_until)
    select outlet.id, ${contactId}::uuid, ${held.until}::timestamptz, ${held.until}::timestamptz
    from outlets outlet
    where outlet.id = ${held.outletId} or (${held.holds}::text = 'account' and outlet.waba_business_account_id =
      (select own.waba_business_account_id from outlets own where own.id = ${held.outletId}))
    order by outlet.id
    on conflict (outlet_id, contact_id)
      do update set held_until = greatest(bucket.held_until, excluded.held_until)`.execute(trx);
}

/** Forgets buckets that have been full since `before`: they say nothing any more. Returns how many. */
export async function forgetFullBuckets(trx: TenantTransaction, before: Date): Promise<number> {
  const { numDeletedRows } = await trx
    .deleteFrom("send_pacing")
    .where("full_at", "<", before)
    .where((where) => where.or([where("held_until", "is", null), where("held_until", "<", before)]))
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** As the platform role: tenants with buckets that have been full since `before`. */
export async function listTenantsWithFullBuckets(
  platformDb: Kysely<Database>,
  { before, limit }: { before: Date; limit: number },
): Promise<string[]> {
  const rows = await platformDb
    .selectFrom("send_pacing")
    .select("tenant_id")
    .distinct()
    .where("full_at", "<", before)
    .limit(limit)
    .execute();
  return rows.map((row) => row.tenant_id);
}
