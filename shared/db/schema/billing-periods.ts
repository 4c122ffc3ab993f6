import type { Selectable } from "kysely";
import type { Generated, Timestamp } from "./column-types.ts";

export type BillingPeriodsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  subscription_id: string;
  index: number;
  starts_at: Timestamp;
  ends_at: Timestamp;
  previous_ends_at: Timestamp | null;
  time_zone: string;
  is_trial: Generated<boolean>;
  status: Generated<"open" | "closed">;
  closed_at: Timestamp | null;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
};

/** A row as it is read. */
export type BillingPeriod = Selectable<BillingPeriodsTable>;
