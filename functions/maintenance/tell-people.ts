import { isTakenByNow } from "../../shared/conversations/rules/plan-take-back.ts";
import { waitingMail } from "../../shared/conversations/rules/mail/waiting-mail.ts";
import { listAdminEmails } from "../../shared/tenants/queries/admin-emails.ts";
import {
  listOutletsToTell,
  listToTell,
  recordPeopleTold,
} from "../../shared/conversations/queries/waiting-conversations.ts";
import { getOutlet } from "../../shared/outlets/queries/outlets.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { findTenant } from "../../shared/tenants/queries/tenants.ts";
import type { MaintenanceServices } from "./services.ts";
import { uuidOf } from "../../shared/runtime/uuid-of.ts";

const batchSize = 100;

/** An outlet's people get one mail in so long; what waits meanwhile comes together in the next. */
const betweenMailsMs = 10 * 60_000;

/**
 * Tells people of conversations that were handed over and that nobody has taken: the outlet's own addresses, else the
 * tenant's admins. Each hand-over once, a conversation at most once in an hour; when many wait, all in one mail. A repeat
 * after a crash has the same Message-ID.
 */
export async function tellPeople(services: MaintenanceServices): Promise<{ mails: number; told: number }> {
  const { platformDb, now } = services;
  const outlets = await listOutletsToTell(platformDb, { now: now(), limit: batchSize });
  const counts = { mails: 0, told: 0 };
  for (const { tenantId, outletId } of outlets) {
    try {
      const told = await tellOf(services, tenantId, outletId);
      counts.told += told;
      counts.mails += told > 0 ? 1 : 0;
    } catch (error) {
      // One provider's refusal must not keep the others' mails; this one comes again in a minute.
      services.log.error("people could not be told of waiting conversations", { tenantId, outletId, error });
    }
  }
  return counts;
}

async function tellOf(
  { db, mail, now: clock }: MaintenanceServices,
  tenantId: string,
  outletId: string,
): Promise<number> {
  const now = clock();
  const { tenant, outlet, admins, due } = await inTenant(db, tenantId, async (trx) => ({
    tenant: await findTenant(trx),
    outlet: await getOutlet(trx, outletId),
    admins: await listAdminEmails(trx),
    due: await listToTell(trx, outletId, now),
  }));
  if (tenant === undefined) return 0;
  const waiting = due.filter((one) => !isTakenByNow(one));
  const lastTold = outlet.people_told_at?.getTime() ?? 0;
  if (waiting.length > 0 && now.getTime() < lastTold + betweenMailsMs) return 0;
  if (waiting.length > 0) {
    const [own, { contact_email: contact }] = [outlet.notification_emails, tenant];
    await mail.send({
      id: uuidOf(waiting.map(({ id, handedOverAt }) => `${id}/${handedOverAt.toISOString()}`).join(" ")),
      to: own.length > 0 ? own : admins.length > 0 ? admins : [contact],
      ...waitingMail({
        outletName: outlet.name,
        language: tenant.default_language,
        timeZone: tenant.time_zone,
        waiting,
      }),
    });
  }
  await inTenant(db, tenantId, async (trx) =>
    recordPeopleTold(trx, { outletId, due, told: waiting.map(({ id }) => id), now }),
  );
  return waiting.length;
}
