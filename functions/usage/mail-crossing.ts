import type { EventOf } from "../../shared/contracts/topics.ts";
import { crossingMail } from "./mail/crossing-mail.ts";
import { findCrossing, recordCrossingMailed } from "../../shared/billing/queries/crossings.ts";
import { listAdminEmails } from "../../shared/tenants/queries/admin-emails.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { findTenant } from "../../shared/tenants/queries/tenants.ts";
import type { Outcome } from "../../shared/runtime/on-event.ts";
import type { UsageServices } from "./services.ts";

/** Tells the tenant's admins of a crossing, once, in its language; a repeat after a crash has the same Message-ID. */
export async function mailCrossing(
  { tenantId, data }: EventOf<"quota.crossed"> & { tenantId: string },
  { db, mail, now }: Pick<UsageServices, "db" | "mail" | "now">,
): Promise<Outcome> {
  const { crossingId } = data;
  if (crossingId === undefined) return { outcome: "nothing-stored" };
  const { tenant, crossing, to } = await inTenant(db, tenantId, async (trx) => ({
    tenant: await findTenant(trx),
    crossing: await findCrossing(trx, crossingId),
    to: await listAdminEmails(trx),
  }));
  if (tenant === undefined || crossing === undefined) return { outcome: "gone" };
  if (crossing.mailed_at !== null) return { outcome: "duplicate" };
  const { subject, text } = crossingMail({
    tenantName: tenant.name,
    language: tenant.default_language,
    allowance: crossing.allowance,
    state: crossing.state,
    thresholdPercent: crossing.threshold_percent,
    used: crossing.used,
    included: crossing.included,
  });
  await mail.send({ id: crossing.id, to: to.length > 0 ? to : [tenant.contact_email], subject, text });
  await inTenant(db, tenantId, async (trx) => recordCrossingMailed(trx, crossing.id, now()));
  return { outcome: "mailed", state: crossing.state, recipients: to.length };
}
