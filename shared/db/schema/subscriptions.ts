import type { Generated, Timestamp } from "./column-types.ts";

export type SubscriptionsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  plan: "starter" | "growth" | "enterprise";
  status: "trial" | "active" | "past_due" | "canceled" | "suspended";
  current_period_start: Timestamp;
  current_period_end: Timestamp;
  cancel_at: Timestamp | null;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
};
