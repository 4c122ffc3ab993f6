import type { Generated, Timestamp } from "./column-types.ts";

export type ConversationNoticesTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  conversation_id: string;
  notice: string;
  told_at: Timestamp;
};
