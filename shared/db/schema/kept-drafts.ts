import type { Generated, Timestamp } from "./column-types.ts";

export type KeptDraftsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  conversation_id: string;
  message_id: string;
  user_id: string | null;
  offered_at: Timestamp | null;
  settled_at: Timestamp | null;
  settled_as: "sent" | "discarded" | null;
  created_at: Generated<Timestamp>;
};
