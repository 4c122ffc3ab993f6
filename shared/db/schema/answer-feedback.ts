import type { Generated, Timestamp } from "./column-types.ts";

export type AnswerFeedbackTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  message_id: string;
  rating: "up" | "down";
  comment: string | null;
  rated_by: string;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
};
