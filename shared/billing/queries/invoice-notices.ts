import type { InvoiceNoticeKind } from "../rules/collection.ts";
import { recordAudit } from "../../tenants/queries/audit-log.ts";
import type { InvoiceNotice } from "../../db/schema.d.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

/** Something that admins are to be told of an invoice. */
export type NewNotice = { id: string; invoiceId: string; kind: InvoiceNoticeKind };

/** Keeps that this is told of the invoice, with its audit entry; nothing when it was told already. */
export async function recordInvoiceNotice(
  trx: TenantTransaction,
  tenantId: string,
  notice: { invoiceId: string; kind: InvoiceNoticeKind; at: Date; suspendsAt?: Date },
): Promise<NewNotice[]> {
  const { invoiceId, kind, at, suspendsAt } = notice;
  const inserted = await trx
    .insertInto("invoice_notices")
    .values({ invoice_id: invoiceId, kind, suspends_at: suspendsAt ?? null, created_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  if (inserted === undefined) return [];
  await recordAudit(trx, tenantId, {
    action: `invoice.${kind.replaceAll("_", "-")}`,
    subjectType: "invoice",
    subjectId: invoiceId,
    after: suspendsAt === undefined ? {} : { suspendsAt: suspendsAt.toISOString() },
  });
  return [{ id: inserted.id, invoiceId, kind }];
}

/** When what was told of an invoice. */
export async function findToldAt(
  trx: TenantTransaction,
  invoiceId: string,
): Promise<Partial<Record<InvoiceNoticeKind, Date>>> {
  const rows = await trx
    .selectFrom("invoice_notices")
    .select(["kind", "created_at"])
    .where("invoice_id", "=", invoiceId)
    .execute();
  return Object.fromEntries(rows.map(({ kind, created_at: at }) => [kind, at]));
}

export async function findInvoiceNotice(
  trx: TenantTransaction,
  id: string,
): Promise<InvoiceNotice | undefined> {
  return trx.selectFrom("invoice_notices").selectAll().where("id", "=", id).executeTakeFirst();
}

export async function recordInvoiceNoticeMailed(trx: TenantTransaction, id: string, at: Date): Promise<void> {
  await trx.updateTable("invoice_notices").set({ mailed_at: at }).where("id", "=", id).execute();
}
