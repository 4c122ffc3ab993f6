import type { Selectable } from "kysely";
import type { Generated, Timestamp } from "./column-types.ts";

export type ConversationsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  outlet_id: string;
  contact_id: string;
  status: Generated<"open" | "closed">;
  handled_by: Generated<"bot" | "human">;
  handoff_reason: string | null;
  handoff_summary: string | null;
  handed_off_at: Timestamp | null;
  assigned_user_id: string | null;
  epoch: Generated<number>;
  last_customer_message_id: string | null;
  last_customer_message_at: Timestamp | null;
  last_message_at: Timestamp | null;
  closed_at: Timestamp | null;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
  imported: Generated<boolean>;
  handoff_code:
    | "no-answer"
    | "asked-for-human"
    | "unreadable"
    | "technical"
    | "quota"
    | "rule"
    | "answered-in-app"
    | "taken"
    | null;
  take_back_at: Timestamp | null;
  retried_message_id: string | null;
  customer_told_at: Timestamp | null;
  tell_people_at: Timestamp | null;
  people_told_at: Timestamp | null;
  disclosed_at: Timestamp | null;
  language: string | null;
};

/** A row as it is read. */
export type Conversation = Selectable<ConversationsTable>;
