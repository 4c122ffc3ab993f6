import type { Selectable } from "kysely";
import type { Generated, Json, Timestamp } from "./column-types.ts";

export type InvoicesTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  period_id: string;
  number: number;
  currency: string;
  lines: Json;
  total_minor: number;
  paid_minor: number;
  issued_at: Generated<Timestamp>;
  due_at: Generated<Timestamp>;
  paid_at: Timestamp | null;
};

/** A row as it is read. */
export type Invoice = Selectable<InvoicesTable>;
