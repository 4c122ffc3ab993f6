import type { Selectable } from "kysely";
import type { Generated, Json, Timestamp } from "./column-types.ts";

export type TenantsTable = {
  id: Generated<string>;
  slug: string;
  name: string;
  contact_email: string;
  status: Generated<"active" | "suspended" | "erasing">;
  llm_tone: Generated<Json>;
  llm_config: Generated<Json>;
  firebase_tenant_id: string | null;
  time_zone: Generated<string>;
  default_language: string | null;
  version: Generated<number>;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
  quota_state: Generated<"ok" | "exhausted" | "suspended">;
  messaging: Generated<Json>;
  disclosure: Generated<Json>;
  admin_second_factor: Generated<boolean>;
};

/** A row as it is read. */
export type Tenant = Selectable<TenantsTable>;
