import { type Kysely, sql } from "kysely";
import type { Database, Tenant } from "../../db/schema.d.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

/** A WhatsApp number as a webhook names it: by Meta's id of it, and the account that it belongs to. */
export type NamedNumber = { phoneNumberId: string; businessAccountId: string };

/** The outlet that has proven a number, and whose it is. */
export type Home = { outletId: string; tenantId: string };

/** An outlet of such a state has proven its number with WhatsApp, and keeps it until another one proves it. */
export const claimingStates = ["active", "paused"] as const;

/** Whose WhatsApp number this is. With its fellow the one question that needs no tenant: it is how the tenant becomes known. */
export async function findOutletOfNumber(
  db: Kysely<Database>,
  { phoneNumberId, businessAccountId }: NamedNumber,
): Promise<Home | undefined> {
  const { rows } = await sql<Home>`
    select outlet_id as "outletId", tenant_id as "tenantId"
    from find_outlet_of_number(${phoneNumberId}, ${businessAccountId})`.execute(db);
  return rows[0];
}

/** The outlets that have proven a number of the WhatsApp Business account, of whichever tenants. */
export async function findOutletsOfAccount(db: Kysely<Database>, businessAccountId: string): Promise<Home[]> {
  const { rows } = await sql<Home>`
    select outlet_id as "outletId", tenant_id as "tenantId"
    from find_outlets_of_account(${businessAccountId})`.execute(db);
  return rows;
}

/**
 * The scope's tenant, when its outlet has this number still: whatever said so before was a hint. Until the transaction
 * ends nobody can take the number away.
 */
export async function lockHome(
  trx: TenantTransaction,
  outletId: string,
  { phoneNumberId, businessAccountId }: NamedNumber,
): Promise<Tenant | undefined> {
  return trx
    .selectFrom("outlets")
    .innerJoin("tenants", "tenants.id", "outlets.tenant_id")
    .selectAll("tenants")
    .where("outlets.id", "=", outletId)
    .where("outlets.waba_phone_number_id", "=", phoneNumberId)
    .where("outlets.waba_business_account_id", "=", businessAccountId)
    .where("outlets.status", "in", claimingStates)
    .forKeyShare("outlets")
    .executeTakeFirst();
}

/** Of the scope's outlets those that have proven a number, with it. */
export async function findHomes(
  trx: TenantTransaction,
  outletIds: readonly string[],
): Promise<Map<string, NamedNumber>> {
  return toHomes(await homes(trx, outletIds).execute());
}

/** The same; nobody can take the numbers away until the transaction ends. */
export async function lockHomes(
  trx: TenantTransaction,
  outletIds: readonly string[],
): Promise<Map<string, NamedNumber>> {
  return toHomes(await homes(trx, outletIds).orderBy("id").forKeyShare().execute());
}

/** The same, for who goes on to change the outlets. */
export async function lockHomesToChange(
  trx: TenantTransaction,
  outletIds: readonly string[],
): Promise<Map<string, NamedNumber>> {
  return toHomes(await homes(trx, outletIds).orderBy("id").forNoKeyUpdate().execute());
}

function homes(trx: TenantTransaction, outletIds: readonly string[]) {
  return trx
    .selectFrom("outlets")
    .select(["id", "waba_phone_number_id", "waba_business_account_id"])
    .where("id", "in", [...new Set(outletIds)])
    .where("status", "in", claimingStates);
}

function toHomes(rows: Awaited<ReturnType<ReturnType<typeof homes>["execute"]>>): Map<string, NamedNumber> {
  return new Map(
    rows.map((row) => [
      row.id,
      { phoneNumberId: row.waba_phone_number_id, businessAccountId: row.waba_business_account_id },
    ]),
  );
}

export function isSameNumber(a: NamedNumber | undefined, b: NamedNumber): boolean {
  return a?.phoneNumberId === b.phoneNumberId && a.businessAccountId === b.businessAccountId;
}
