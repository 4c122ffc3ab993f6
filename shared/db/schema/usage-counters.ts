import type { Generated, Timestamp } from "./column-types.ts";

export type UsageCountersTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  period_id: string | null;
  day: string;
  meter: string;
  outlet_id: string | null;
  quantity: Generated<number>;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
};
