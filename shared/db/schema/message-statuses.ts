import type { Selectable } from "kysely";
import type { Generated, Json, Timestamp } from "./column-types.ts";

export type MessageStatusesTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  outlet_id: string;
  message_id: string | null;
  wamid: string;
  status: string;
  recipient: Generated<string>;
  occurred_at: Timestamp;
  errors: Json | null;
  pricing: Json | null;
  callback_data: string | null;
  raw: Json | null;
  created_at: Generated<Timestamp>;
  conversation: Json | null;
};

/** A row as it is read. */
export type MessageStatus = Selectable<MessageStatusesTable>;
