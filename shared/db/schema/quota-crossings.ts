import type { Selectable } from "kysely";
import type { Generated, Timestamp } from "./column-types.ts";

export type QuotaCrossingsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  period_id: string;
  allowance: string;
  state: "ok" | "warning" | "overage" | "exhausted" | "suspended";
  threshold_percent: number;
  used: number | null;
  included: number | null;
  mailed_at: Timestamp | null;
  created_at: Generated<Timestamp>;
};

/** A row as it is read. */
export type QuotaCrossing = Selectable<QuotaCrossingsTable>;
