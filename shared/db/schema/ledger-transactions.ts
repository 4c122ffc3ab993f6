import type { LedgerKind } from "../../domain/billing/ledger.ts";
import type { Generated, Timestamp } from "./column-types.ts";

export type LedgerTransactionsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  kind: LedgerKind;
  period_id: string | null;
  quota_id: string | null;
  invoice_id: string | null;
  note: string | null;
  created_at: Generated<Timestamp>;
};
