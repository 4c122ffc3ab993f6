import type { Selectable } from "kysely";
import type { Generated, Timestamp } from "./column-types.ts";

export type QuotasTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  period_id: string;
  allowance: string;
  meters: string[];
  included: number;
  is_hard: boolean;
  price_minor: number | null;
  per_units: number | null;
  stops_bot: boolean;
  used: Generated<number>;
  adjusted: Generated<number>;
  reserved: Generated<number>;
  committed: Generated<number>;
  charged_minor: Generated<number>;
  adjustment_charged_minor: Generated<number>;
  state: Generated<"ok" | "warning" | "overage" | "exhausted">;
  threshold_percent: Generated<number>;
  attention_at: number | null;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
};

/** A row as it is read. */
export type QuotaRow = Selectable<QuotasTable>;
