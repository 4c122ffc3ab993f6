import type { Generated, Timestamp } from "./column-types.ts";

export type UsageRecordsTable = {
  id: string;
  tenant_id: Generated<string>;
  period_id: string | null;
  outlet_id: string | null;
  meter: string;
  subject_id: string;
  quantity: number;
  is_late: Generated<boolean>;
  day: string;
  occurred_at: Timestamp;
  created_at: Generated<Timestamp>;
};
