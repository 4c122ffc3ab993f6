import type { EventOf } from "../../shared/contracts/topics.ts";
import { invoiceMail } from "./mail/invoice-mail.ts";
import { listAdminEmails } from "../../shared/tenants/queries/admin-emails.ts";
import {
  findInvoiceNotice,
  recordInvoiceNoticeMailed,
} from "../../shared/billing/queries/invoice-notices.ts";
import { dueOf, findInvoice } from "../../shared/billing/queries/invoices.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { findTenant } from "../../shared/tenants/queries/tenants.ts";
import type { Outcome } from "../../shared/runtime/on-event.ts";
import type { UsageServices } from "./services.ts";

/**
 * Tells the tenant's admins of an invoice, once, in its language. A reminder of what has been paid in the meantime is not
 * sent. A repeat after a crash has the same Message-ID.
 */
export async function mailInvoice(
  { tenantId, data }: EventOf<"invoice.changed"> & { tenantId: string },
  { db, mail, now }: Pick<UsageServices, "db" | "mail" | "now">,
): Promise<Outcome> {
  const { tenant, notice, invoice, to } = await inTenant(db, tenantId, async (trx) => ({
    tenant: await findTenant(trx),
    notice: await findInvoiceNotice(trx, data.noticeId),
    invoice: await findInvoice(trx, data.invoiceId),
    to: await listAdminEmails(trx),
  }));
  if (tenant === undefined || notice === undefined || invoice === undefined) return { outcome: "gone" };
  if (notice.mailed_at !== null) return { outcome: "duplicate" };
  const { kind } = notice;
  const dueMinor = dueOf(invoice);
  if (dueMinor === 0 && (kind === "overdue" || kind === "last_reminder")) return { outcome: "paid-by-now" };
  const { subject, text } = invoiceMail({
    tenantName: tenant.name,
    language: tenant.default_language,
    timeZone: invoice.time_zone,
    kind,
    number: invoice.number,
    currency: invoice.currency,
    totalMinor: invoice.total_minor,
    dueMinor,
    dueAt: invoice.due_at,
    suspendsAt: notice.suspends_at,
  });
  await mail.send({ id: notice.id, to: to.length > 0 ? to : [tenant.contact_email], subject, text });
  await inTenant(db, tenantId, async (trx) => recordInvoiceNoticeMailed(trx, notice.id, now()));
  return { outcome: "mailed", change: kind, recipients: to.length };
}
