import type { Selectable } from "kysely";
import type { Generated, Json, Timestamp } from "./column-types.ts";

export type PlaygroundAnswersTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  user_id: string | null;
  outlet_id: string | null;
  question: string;
  outcome: "answered" | "failed" | "canceled";
  answer: string | null;
  citations: Json | null;
  trace: Json | null;
  tokens_in: Generated<number>;
  tokens_out: Generated<number>;
  tokens_embedding: Generated<number>;
  created_at: Generated<Timestamp>;
};

/** A row as it is read. */
export type PlaygroundAnswer = Selectable<PlaygroundAnswersTable>;
