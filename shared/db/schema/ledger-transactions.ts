import type { Generated, Timestamp } from "./column-types.ts";

export type LedgerTransactionsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  kind:
    | "top_up"
    | "overage"
    | "refund"
    | "adjustment"
    | "fee"
    | "debt_payment"
    | "debt_invoiced"
    | "invoice_payment";
  period_id: string | null;
  quota_id: string | null;
  note: string | null;
  created_at: Generated<Timestamp>;
  invoice_id: string | null;
};
