import { type Kysely, sql } from "kysely";
import { recordAudit } from "../../tenants/queries/audit-log.ts";
import { claimingStates } from "./outlet-homes.ts";
import type { Database, Tenant } from "../../db/schema.d.ts";
import { setScopeStatement, type TenantTransaction } from "../../db/tenant-scope.ts";

/** The outlet that has a number which another one proves. */
export type Rival = {
  outletId: string;
  tenantId: string;
  /** Its token as it is stored, by which one sees that it is still this one. */
  ciphertext: Buffer | null;
};

/** As the platform role: another tenant's outlet that has proven the number. */
export async function findRival(
  platformDb: Kysely<Database>,
  { tenantId, phoneNumberId }: { tenantId: string; phoneNumberId: string },
): Promise<(Pick<Rival, "outletId" | "tenantId"> & { tenantStatus: Tenant["status"] }) | undefined> {
  return platformDb
    .selectFrom("outlets")
    .innerJoin("tenants", "tenants.id", "outlets.tenant_id")
    .select(["outlets.id as outletId", "outlets.tenant_id as tenantId", "tenants.status as tenantStatus"])
    .where("outlets.waba_phone_number_id", "=", phoneNumberId)
    .where("outlets.status", "in", claimingStates)
    .where("outlets.tenant_id", "!=", tenantId)
    .executeTakeFirst();
}

/**
 * Takes the number from the rival, in this transaction, which is in the scope of `tenantId` before and after; false when
 * the rival has it no more, or has another token by now.
 */
export async function markMoved(
  trx: TenantTransaction,
  {
    tenantId,
    phoneNumberId,
    rival,
    message,
  }: { tenantId: string; phoneNumberId: string; rival: Rival; message: string },
): Promise<boolean> {
  // Who takes the number is not told in the log of who loses it.
  const { rows } = await sql<{ actor: string }>`
    select coalesce(current_setting('app.actor', true), '') as actor, set_config('app.actor', '', true)`.execute(
    trx,
  );
  await sql.raw(setScopeStatement(rival.tenantId)).execute(trx);
  const held = await trx
    .selectFrom("outlets")
    .select("access_token_ciphertext as ciphertext")
    .where("id", "=", rival.outletId)
    .where("waba_phone_number_id", "=", phoneNumberId)
    .where("status", "in", claimingStates)
    .forUpdate()
    .executeTakeFirst();
  const isSame = held !== undefined && sameBytes(held.ciphertext, rival.ciphertext);
  if (isSame) {
    await trx
      .updateTable("outlets")
      .set((set) => ({
        status: "moved",
        status_reason: "number-moved",
        status_message: message,
        proven_at: null,
        paused_until: null,
        moved_told_at: null,
        // It opened the number once: nothing needs it any more.
        access_token_ciphertext: null,
        access_token_last4: null,
        version: set("version", "+", 1),
      }))
      .where("id", "=", rival.outletId)
      .execute();
    await recordAudit(trx, rival.tenantId, {
      action: "outlet.moved",
      subjectType: "outlet",
      subjectId: rival.outletId,
      after: { status: "moved" },
    });
  }
  await sql.raw(setScopeStatement(tenantId)).execute(trx);
  await sql`select set_config('app.actor', ${rows[0]?.actor ?? ""}, true)`.execute(trx);
  return isSame;
}

function sameBytes(a: Buffer | null, b: Buffer | null): boolean {
  return a === null || b === null ? a === b : a.equals(b);
}

/** Held by who proves a number of the account: until the transaction ends nobody counts the account's outlets. */
export async function shareAccount(trx: TenantTransaction, businessAccountId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(hashtextextended(${`account/${businessAccountId}`}, 3))`.execute(
    trx,
  );
}

/**
 * As the platform role: how many outlets of all tenants want the account's webhooks: those that have proven a number of
 * it, disabled ones among them, which come back. Nobody proves another until the transaction ends.
 */
export async function lockAndCountOutlets(trx: Kysely<Database>, businessAccountId: string): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`account/${businessAccountId}`}, 3))`.execute(
    trx,
  );
  const { count } = await trx
    .selectFrom("outlets")
    .innerJoin("tenants", "tenants.id", "outlets.tenant_id")
    .select((select) => select.fn.countAll<string>().as("count"))
    .where("outlets.waba_business_account_id", "=", businessAccountId)
    .where("tenants.status", "!=", "erasing")
    .where((where) =>
      where.or([
        where("outlets.status", "in", claimingStates),
        where.and([where("outlets.status", "=", "disabled"), where("outlets.proven_at", "is not", null)]),
      ]),
    )
    .executeTakeFirstOrThrow();
  return Number(count);
}
