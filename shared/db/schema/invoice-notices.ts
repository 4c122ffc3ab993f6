import type { Selectable } from "kysely";
import type { InvoiceNoticeKind } from "../../domain/billing/collection.ts";
import type { Generated, Timestamp } from "./column-types.ts";

export type InvoiceNoticesTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  invoice_id: string;
  kind: InvoiceNoticeKind;
  suspends_at: Timestamp | null;
  mailed_at: Timestamp | null;
  created_at: Generated<Timestamp>;
};

/** A row as it is read. */
export type InvoiceNotice = Selectable<InvoiceNoticesTable>;
