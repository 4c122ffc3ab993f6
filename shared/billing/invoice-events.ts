import type { NewNotice } from "./queries/invoice-notices.ts";
import type { Emit } from "../runtime/work.ts";

/** Emits what admins are to be told of invoices, with the transaction that keeps it. */
export function emitInvoiceNotices(emit: Emit, notices: readonly NewNotice[]): void {
  for (const { id: noticeId, invoiceId, kind: change } of notices) {
    emit("invoice.changed", { invoiceId, change, noticeId });
  }
}
