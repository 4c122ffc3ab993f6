import type { Generated, Timestamp } from "./column-types.ts";

export type TenantDataKeysTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  wrapped_key: Buffer;
  wrapping_key_name: string;
  retired_at: Timestamp | null;
  created_at: Generated<Timestamp>;
};
