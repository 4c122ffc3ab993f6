import { randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import { subscribe } from "../billing/change-subscription.ts";
import { topUp } from "../billing/top-up.ts";
import type { Database } from "../db/schema.d.ts";
import { inTenant } from "../db/tenant-scope.ts";
import { type Allowance, type PlanCode, type PlanTerms, planTermsSchema } from "../billing/rules/plan.ts";

export type BilledTenant = { tenantId: string; outletId: string };

type TenantOptions = {
  plan?: PlanCode;
  timeZone?: string;
  depositMinor?: number;
  /** When it subscribes. */
  now: Date;
  /** Without: its trial is over as soon as it subscribes, for it has had one. */
  withTrial?: boolean;
};

/** A tenant of one's own with an outlet, an admin, a subscription and a deposit. */
export async function createBilledTenant(
  db: Kysely<Database>,
  { plan = "starter", timeZone = "UTC", depositMinor = 0, now, withTrial = false }: TenantOptions,
): Promise<BilledTenant> {
  const [tenantId, outletId] = [randomUUID(), randomUUID()];
  const slug = `t${tenantId.slice(0, 13)}`;
  await inTenant(db, tenantId, async (trx) => {
    await trx
      .insertInto("tenants")
      .values({
        id: tenantId,
        slug,
        name: slug,
        contact_email: `owner@${slug}.example`,
        time_zone: timeZone,
      })
      .execute();
    await trx
      .insertInto("outlets")
      .values({
        id: outletId,
        name: "Shop",
        status: "active",
        waba_phone_number: "+622155500199",
        waba_phone_number_id: randomUUID(),
        waba_business_account_id: "1",
      })
      .execute();
    await trx
      .insertInto("users")
      .values({
        firebase_uid: randomUUID(),
        email: `admin@${slug}.example`,
        display_name: "Admin",
        role: "admin",
      })
      .execute();
    if (!withTrial) {
      await trx
        .insertInto("subscriptions")
        .values({
          plan,
          status: "canceled",
          anchor_date: "2020-01-01",
          started_at: new Date(0),
          canceled_at: new Date(1),
        })
        .execute();
    }
    await subscribe(trx, tenantId, plan, now);
    if (depositMinor > 0) {
      const payment = { amountMinor: depositMinor, currency: "USD", reference: "first payment" };
      await topUp(trx, tenantId, payment, now);
    }
  });
  return { tenantId, outletId };
}

/** Sells a new version of a plan, with some of its terms changed; needs a role that may. */
export async function sellPlanVersion(
  adminDb: Kysely<Database>,
  plan: PlanCode,
  changes: Partial<Omit<PlanTerms, "allowances">> & { allowances?: Record<string, Partial<Allowance>> },
  effectiveFrom = new Date("2020-01-02T00:00:00Z"),
): Promise<number> {
  const last = await adminDb
    .selectFrom("plan_versions")
    .selectAll()
    .where("plan", "=", plan)
    .orderBy("version", "desc")
    .executeTakeFirstOrThrow();
  const terms = planTermsSchema.parse(last.terms);
  const { allowances = {}, ...others } = changes;
  const merged = Object.entries(allowances).map(([name, change]) => {
    return [name, { ...terms.allowances[name], ...change }] as const;
  });
  const changed = planTermsSchema.parse({
    ...terms,
    ...others,
    allowances: { ...terms.allowances, ...Object.fromEntries(merged) },
  });
  const version = last.version + 1;
  await adminDb
    .insertInto("plan_versions")
    .values({ plan, version, effective_from: effectiveFrom, terms: JSON.stringify(changed) })
    .execute();
  return version;
}
