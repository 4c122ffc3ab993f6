import type { Generated, Json, Timestamp } from "./column-types.ts";

export type OutboxTable = {
  id: string;
  tenant_id: Generated<string>;
  topic: string;
  ordering_key: string | null;
  envelope: Json;
  created_at: Generated<Timestamp>;
};
