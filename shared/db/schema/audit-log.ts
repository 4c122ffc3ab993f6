import type { Selectable } from "kysely";
import type { Generated, Json, Timestamp } from "./column-types.ts";

export type AuditLogTable = {
  id: Generated<string>;
  tenant_id: string | null;
  actor_type: "user" | "operator" | "api_key" | "function" | "system";
  actor_id: string | null;
  action: string;
  subject_type: string;
  subject_id: string | null;
  before: Json | null;
  after: Json | null;
  request_id: string | null;
  created_at: Generated<Timestamp>;
};

/** A row as it is read. */
export type AuditLogEntry = Selectable<AuditLogTable>;
