import { collectOverdue, listOverdueTenants } from "../../shared/billing/collect-overdue.ts";
import { closePeriod, listDuePeriods } from "../../shared/billing/close-period.ts";
import { listEndedPeriods } from "../../shared/billing/queries/ended-periods.ts";
import { openPeriods } from "../../shared/billing/open-periods.ts";
import { listDebtors, suspendDebtor } from "../../shared/billing/suspension.ts";
import { inWork } from "../../shared/runtime/work.ts";
import { emitCrossings } from "../../shared/billing/crossing-events.ts";
import { emitInvoiceNotices } from "../../shared/billing/invoice-events.ts";
import type { MaintenanceServices } from "./services.ts";

const batchSize = 500;

/**
 * Opens the next period where one has ended, closes what ended long enough ago, reminds of invoices that are overdue, and
 * suspends who has owed for too long. A transaction for each tenant: wherever it is stopped, the next run goes on.
 */
export async function closePeriods(
  services: MaintenanceServices,
): Promise<{ opened: number; closed: number; reminded: number; suspended: number; failed: number }> {
  const now = services.now();
  const counts = { opened: 0, closed: 0, reminded: 0, suspended: 0, failed: 0 };
  const { platformDb, config } = services;

  for (const { tenantId } of await listEndedPeriods(platformDb, { now, limit: batchSize })) {
    const done = inWork(services, tenantId, {}, async ({ trx }) => openPeriods(trx, now));
    if (await succeeds(services, tenantId, done, counts)) counts.opened += 1;
  }
  const endedBefore = new Date(now.getTime() - config.PERIOD_CLOSE_AFTER_MS);
  for (const { id, tenantId } of await listDuePeriods(platformDb, { endedBefore, limit: batchSize })) {
    const done = inWork(services, tenantId, {}, async (work) => {
      const closed = await closePeriod(work.trx, tenantId, id, now);
      emitCrossings(work.emit, closed?.crossings ?? []);
      emitInvoiceNotices(work.emit, closed?.notices ?? []);
      return closed;
    });
    if (await succeeds(services, tenantId, done, counts)) counts.closed += 1;
  }
  for (const { tenantId } of await listDebtors(platformDb, { limit: batchSize })) {
    const done = inWork(services, tenantId, {}, async (work) => {
      const crossings = await suspendDebtor(work.trx, tenantId, now);
      emitCrossings(work.emit, crossings);
      return crossings.length > 0 ? crossings : undefined;
    });
    if (await succeeds(services, tenantId, done, counts)) counts.suspended += 1;
  }
  await collectInvoices(services, counts, now);
  return counts;
}

/** Reminds tenants of what is overdue, and suspends those that reminders did not help. */
async function collectInvoices(
  services: MaintenanceServices,
  counts: { reminded: number; suspended: number; failed: number },
  now: Date,
): Promise<void> {
  let after: string | undefined;
  for (;;) {
    const ids = await listOverdueTenants(services.platformDb, { now, after, limit: batchSize });
    for (const tenantId of ids) {
      const done = inWork(services, tenantId, {}, async (work) => {
        const told = await collectOverdue(work.trx, tenantId, now);
        emitInvoiceNotices(work.emit, told.notices);
        emitCrossings(work.emit, told.crossings);
        return told;
      });
      if (!(await succeeds(services, tenantId, done, counts))) continue;
      const { notices, crossings } = await done;
      counts.reminded += notices.length;
      counts.suspended += crossings.length;
    }
    after = ids.at(-1);
    if (ids.length < batchSize) return;
  }
}

/** One tenant's trouble is logged, and keeps no other's bill from being made. */
async function succeeds(
  { log }: Pick<MaintenanceServices, "log">,
  tenantId: string,
  work: Promise<unknown>,
  counts: { failed: number },
): Promise<boolean> {
  try {
    return (await work) !== undefined;
  } catch (error) {
    counts.failed += 1;
    log.error("a tenant's billing failed", { tenantId, error });
    return false;
  }
}
