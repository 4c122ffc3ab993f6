import type { Selectable } from "kysely";
import type { Generated, Timestamp } from "./column-types.ts";

export type InvoiceNoticesTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  invoice_id: string;
  kind: "issued" | "overdue" | "last_reminder" | "paid";
  suspends_at: Timestamp | null;
  mailed_at: Timestamp | null;
  created_at: Generated<Timestamp>;
};

/** A row as it is read. */
export type InvoiceNotice = Selectable<InvoiceNoticesTable>;
