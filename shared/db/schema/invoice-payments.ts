import type { Generated, Timestamp } from "./column-types.ts";

export type InvoicePaymentsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  invoice_id: string;
  amount_minor: number;
  currency: string;
  reference: string;
  note: string | null;
  transaction_id: string;
  created_at: Generated<Timestamp>;
};
