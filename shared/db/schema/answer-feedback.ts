import type { Generated, Timestamp } from "./column-types.ts";

export type AnswerFeedbackTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  message_id: string;
  user_id: string | null;
  rating: "up" | "down";
  note: string | null;
  rated_at: Timestamp;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
};
