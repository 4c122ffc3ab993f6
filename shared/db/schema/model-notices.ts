import type { Generated, Timestamp } from "./column-types.ts";

export type ModelNoticesTable = {
  id: Generated<string>;
  tenant_id: Generated<string | null>;
  model: string;
  ends_on: string;
  days_before: number;
  mailed_at: Timestamp | null;
  created_at: Generated<Timestamp>;
};
