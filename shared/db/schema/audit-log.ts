import type { Generated, Json, Timestamp } from "./column-types.ts";

export type AuditLogTable = {
  id: Generated<string>;
  tenant_id: string | null;
  actor_type: "user" | "operator" | "function" | "system";
  actor_id: string | null;
  action: string;
  subject_type: string;
  subject_id: string | null;
  before: Json | null;
  after: Json | null;
  request_id: string | null;
  created_at: Generated<Timestamp>;
};
