import type { Generated, Timestamp } from "./column-types.ts";

export type UnansweredQuestionsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  message_id: string;
  question: string;
  cluster_key: string;
  reason: string;
  status: Generated<"open" | "answered" | "dismissed">;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
  language: string | null;
  document_id: string | null;
};
