import { movedMail } from "./moved-mail.ts";
import { listAdminEmails } from "../../shared/tenants/queries/admin-emails.ts";
import { listMovedUntold } from "../../shared/outlets/queries/outlet-health.ts";
import { findOutlet, updateOutlet } from "../../shared/outlets/queries/outlets.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { findTenant } from "../../shared/tenants/queries/tenants.ts";
import type { MaintenanceServices } from "./services.ts";

const batchSize = 100;

/**
 * Tells the admins of outlets whose number somebody else has proven, in their tenant's language; how many outlets. A
 * mail that failed is sent by the next run, and a repeat has the same Message-ID.
 */
export async function tellMoved(services: MaintenanceServices): Promise<number> {
  const { db, platformDb, mail, now, log } = services;
  let told = 0;
  for (const { id, tenantId } of await listMovedUntold(platformDb, batchSize)) {
    try {
      const { tenant, outlet, to } = await inTenant(db, tenantId, async (trx) => ({
        tenant: await findTenant(trx),
        outlet: await findOutlet(trx, id),
        to: await listAdminEmails(trx),
      }));
      if (tenant === undefined || outlet?.status !== "moved" || outlet.moved_told_at !== null) continue;
      const words = movedMail({
        tenantName: tenant.name,
        language: tenant.default_language,
        outletName: outlet.name,
        phoneNumber: outlet.display_phone_number ?? outlet.waba_phone_number,
      });
      const message = `${id}-moved-${outlet.version}`;
      await mail.send({ id: message, to: to.length > 0 ? to : [tenant.contact_email], ...words });
      await inTenant(db, tenantId, async (trx) => updateOutlet(trx, id, { moved_told_at: now() }));
      told += 1;
    } catch (error) {
      log.error("the loss of a number could not be told", { tenantId, outletId: id, error });
    }
  }
  return told;
}
