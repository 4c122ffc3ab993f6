import type { Generated, Timestamp } from "./column-types.ts";

export type UsageRecordsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  event_id: string;
  meter: string;
  quantity: number;
  outlet_id: string | null;
  occurred_at: Timestamp;
  created_at: Generated<Timestamp>;
};
