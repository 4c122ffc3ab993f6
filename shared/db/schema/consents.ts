import type { Selectable } from "kysely";
import type { Generated, Timestamp } from "./column-types.ts";

/** An action `resume` ends an opt-out before it, and proves nothing where there is none. */
export type ConsentsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  contact_id: string;
  action: "opt_in" | "opt_out" | "resume";
  source: "keyword" | "whatsapp" | "api" | "error";
  detail: string | null;
  occurred_at: Timestamp;
  created_at: Generated<Timestamp>;
};

/** A row as it is read. */
export type ConsentRow = Selectable<ConsentsTable>;
