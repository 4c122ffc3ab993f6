import type { Generated, Timestamp } from "./column-types.ts";

export type QuotaNoticesTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  contact_id: string;
  period_id: string | null;
  created_at: Generated<Timestamp>;
};
