import type { Selectable } from "kysely";
import type { Generated, Timestamp } from "./column-types.ts";

export type TenantAccessesTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  operator_uid: string;
  reason: string;
  expires_at: Timestamp;
  ended_at: Timestamp | null;
  created_at: Generated<Timestamp>;
};

/** A row as it is read. */
export type TenantAccess = Selectable<TenantAccessesTable>;
