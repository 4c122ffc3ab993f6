import type { Generated, Timestamp } from "./column-types.ts";

export type LedgerEntriesTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  transaction_id: string;
  account: "cash" | "deposit" | "owed" | "invoiced" | "revenue";
  amount_minor: number;
  currency: string;
  balance_minor: number | null;
  created_at: Generated<Timestamp>;
};
