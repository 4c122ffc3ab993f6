import type { Selectable } from "kysely";
import type { Generated, Json, Timestamp } from "./column-types.ts";

export type MessagesTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  outlet_id: string;
  conversation_id: string;
  contact_id: string;
  direction: "inbound" | "outbound";
  sender_type: "customer" | "bot" | "agent" | "system";
  sender_user_id: string | null;
  wamid: string | null;
  type: string;
  body: string | null;
  content: Json | null;
  raw: Json | null;
  context_wamid: string | null;
  status:
    | "received"
    | "queued"
    | "sending"
    | "accepted"
    | "sent"
    | "delivered"
    | "read"
    | "played"
    | "failed"
    | "unknown"
    | "unconfirmed"
    | "canceled";
  sent_at: Generated<Timestamp>;
  received_at: Timestamp | null;
  trigger_message_id: string | null;
  epoch: number | null;
  attempt_id: string | null;
  attempt_count: Generated<number>;
  lease_until: Timestamp | null;
  not_before: Timestamp | null;
  accepted_at: Timestamp | null;
  delivered_at: Timestamp | null;
  read_at: Timestamp | null;
  failed_at: Timestamp | null;
  error_code: number | null;
  error_detail: string | null;
  citations: Json | null;
  trace: Json | null;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
  author_contact_id: string | null;
  reactions: Generated<Json>;
  edited_at: Timestamp | null;
  revoked_at: Timestamp | null;
  original: Json | null;
  slot_at: Timestamp | null;
  played_at: Timestamp | null;
  sender_api_key_id: string | null;
  is_turn: Generated<boolean>;
};

/** A row as it is read. */
export type Message = Selectable<MessagesTable>;
