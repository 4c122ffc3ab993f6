import type { Selectable } from "kysely";
import type { Generated, Timestamp } from "./column-types.ts";

export type MessageMediaTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  message_id: string;
  media_id: string | null;
  status: Generated<"pending" | "stored" | "lost" | "removing" | "removed">;
  reason: string | null;
  mime_type: string | null;
  sha256: string | null;
  file_name: string | null;
  size_bytes: number | null;
  object_name: string | null;
  attempt_count: Generated<number>;
  next_attempt_at: Timestamp | null;
  expires_at: Timestamp;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
};

/** A row as it is read. */
export type MessageMedia = Selectable<MessageMediaTable>;
