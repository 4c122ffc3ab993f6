import type { Generated, Timestamp } from "./column-types.ts";

export type PeriodSegmentsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  period_id: string;
  starts_at: Timestamp;
  plan: string;
  plan_version: number;
  created_at: Generated<Timestamp>;
};
