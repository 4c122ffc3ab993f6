import { listAdminEmails } from "../../shared/tenants/queries/admin-emails.ts";
import { listUntoldPauses, recordPauseTold } from "../../shared/outlets/queries/outlet-health.ts";
import { findOutlet } from "../../shared/outlets/queries/outlets.ts";
import { findTenant } from "../../shared/tenants/queries/tenants.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { outletPauseMail } from "./outlet-pause-mail.ts";
import { uuidOf } from "../../shared/runtime/uuid-of.ts";
import type { MaintenanceServices } from "./services.ts";

const batchSize = 200;

/**
 * Mails the admins of outlets that were paused, by whichever function, once for each pause; a mail that failed is sent by
 * the next run, with the same Message-ID. Resolves to how many pauses were told of.
 */
export async function tellPauses(services: MaintenanceServices): Promise<number> {
  let told = 0;
  for (const pause of await listUntoldPauses(services.platformDb, batchSize)) {
    try {
      if (await tell(services, pause)) told += 1;
    } catch (error) {
      services.log.error("nobody could be told that an outlet is paused", { outletId: pause.id, error });
    }
  }
  return told;
}

async function tell(
  { db, mail, now }: MaintenanceServices,
  { id: outletId, tenantId }: { id: string; tenantId: string },
): Promise<boolean> {
  const { outlet, tenant, to } = await inTenant(db, tenantId, async (trx) => ({
    outlet: await findOutlet(trx, outletId),
    tenant: await findTenant(trx),
    to: await listAdminEmails(trx),
  }));
  if (tenant === undefined || outlet?.status !== "paused" || outlet.pause_told_at !== null) return false;
  const { subject, text } = outletPauseMail(
    { name: tenant.name, language: tenant.default_language },
    { outlet: outlet.name, message: outlet.status_message },
  );
  const id = uuidOf(`outlet-paused/${outletId}/${outlet.version}`);
  await mail.send({ id, to: to.length > 0 ? to : [tenant.contact_email], subject, text });
  await inTenant(db, tenantId, async (trx) =>
    recordPauseTold(trx, { outletId, version: outlet.version, at: now() }),
  );
  return true;
}
