import type { Kysely } from "kysely";
import { planCollection } from "./rules/collection.ts";
import type { Database } from "../db/schema.d.ts";
import type { TenantTransaction } from "../db/tenant-scope.ts";
import { lockAccount } from "./queries/billing-accounts.ts";
import { findLastPeriod } from "./queries/billing-periods.ts";
import type { Crossing } from "./queries/crossings.ts";
import { findToldAt, type NewNotice, recordInvoiceNotice } from "./queries/invoice-notices.ts";
import { listOpenInvoices } from "./queries/invoices.ts";
import { openPeriods, termsOf } from "./open-periods.ts";
import { listPlanVersions } from "./queries/plan-versions.ts";
import { suspend } from "./suspension.ts";

/** As the platform role: tenants with an overdue invoice, a page after the other. */
export async function listOverdueTenants(
  platformDb: Kysely<Database>,
  { now, after, limit }: { now: Date; after?: string | undefined; limit: number },
): Promise<string[]> {
  const rows = await platformDb
    .selectFrom("invoices")
    .select("tenant_id")
    .distinct()
    .where("due_at", "<=", now)
    .whereRef("paid_minor", "<", "total_minor")
    .$if(after !== undefined, (query) => query.where("tenant_id", ">", after ?? ""))
    .orderBy("tenant_id")
    .limit(limit)
    .execute();
  return rows.map(({ tenant_id: id }) => id);
}

/**
 * Does what is next about the scope's overdue invoices: reminds of each, and suspends the tenant when reminders did not
 * help. Doing it again at the same time does nothing.
 */
export async function collectOverdue(
  trx: TenantTransaction,
  tenantId: string,
  now: Date,
): Promise<{ notices: NewNotice[]; crossings: Crossing[] }> {
  await lockAccount(trx);
  const period = (await openPeriods(trx, now)) ?? (await findLastPeriod(trx));
  const told: { notices: NewNotice[]; crossings: Crossing[] } = { notices: [], crossings: [] };
  if (period === undefined) return told;
  const { debtGraceDays: graceDays } = termsOf(period, await listPlanVersions(trx));
  for (const { id: invoiceId, due_at: dueAt } of await listOpenInvoices(trx)) {
    const step = planCollection({ dueAt, graceDays, toldAt: await findToldAt(trx, invoiceId) }, now);
    if (step === undefined) continue;
    if (step.kind === "suspend") told.crossings.push(...(await suspend(trx, tenantId, now)));
    else told.notices.push(...(await recordInvoiceNotice(trx, tenantId, { ...step, invoiceId, at: now })));
  }
  return told;
}
