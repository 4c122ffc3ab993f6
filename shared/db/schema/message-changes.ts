import type { Generated, Json, Timestamp } from "./column-types.ts";

export type MessageChangesTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  outlet_id: string;
  message_id: string | null;
  contact_id: string;
  direction: "inbound" | "outbound";
  wamid: string;
  target_wamid: string;
  kind: "reaction" | "edit" | "revoke";
  emoji: string | null;
  type: string | null;
  body: string | null;
  content: Json | null;
  raw: Json | null;
  occurred_at: Timestamp;
  created_at: Generated<Timestamp>;
};
