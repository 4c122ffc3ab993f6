import type { Selectable } from "kysely";
import type { Generated, Timestamp } from "./column-types.ts";

export type ApiKeysTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  name: string;
  prefix: string;
  secret_sha256: Buffer;
  scopes: string[];
  created_by: string | null;
  expires_at: Generated<Timestamp | null>;
  revoked_at: Timestamp | null;
  last_used_at: Timestamp | null;
  created_at: Generated<Timestamp>;
  owner_user_id: string | null;
  allowed_ranges: Generated<string[]>;
  previous_sha256: Buffer | null;
  previous_until: Timestamp | null;
};

/** A row as it is read. */
export type ApiKey = Selectable<ApiKeysTable>;
