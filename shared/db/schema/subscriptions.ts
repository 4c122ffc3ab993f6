import type { Selectable } from "kysely";
import type { Generated, Timestamp } from "./column-types.ts";

export type SubscriptionsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  plan: "starter" | "growth" | "enterprise";
  status: "trial" | "active" | "past_due" | "canceled" | "suspended";
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
  anchor_date: string;
  started_at: Generated<Timestamp>;
  trial_ends_at: Timestamp | null;
  pending_plan: "starter" | "growth" | "enterprise" | null;
  cancel_at_period_end: Generated<boolean>;
  canceled_at: Timestamp | null;
  version: Generated<number>;
};

/** A row as it is read. */
export type SubscriptionRow = Selectable<SubscriptionsTable>;
