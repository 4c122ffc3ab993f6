import type { Generated, Json, Timestamp } from "./column-types.ts";

export type AccountEventsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  waba_business_account_id: string;
  event_key: string;
  field: string;
  subject: Generated<string>;
  value: Json;
  outcome: string;
  occurred_at: Timestamp;
  created_at: Generated<Timestamp>;
};
