import type { Generated, Json, Timestamp } from "./column-types.ts";

export type IdempotencyKeysTable = {
  id: Generated<string>;
  tenant_id: string | null;
  principal: string;
  key: string;
  request_sha256: Buffer;
  attempt_id: string;
  locked_until: Timestamp;
  status: number | null;
  headers: Json | null;
  body: string | null;
  created_at: Generated<Timestamp>;
};
