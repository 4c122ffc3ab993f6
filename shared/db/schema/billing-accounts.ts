import type { Selectable } from "kysely";
import type { Generated, Timestamp } from "./column-types.ts";

export type BillingAccountsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  currency: Generated<string>;
  deposit_minor: Generated<number>;
  owed_minor: Generated<number>;
  owed_since: Timestamp | null;
  credit_limit_minor: Generated<number>;
  last_invoice_number: Generated<number>;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
};

/** A row as it is read. */
export type BillingAccount = Selectable<BillingAccountsTable>;
