import { asText, property } from "../../contracts/loose-json.ts";
import { readableWords } from "../../whatsapp/reading/content/read-content.ts";
import { nonTextOf } from "./non-text.ts";
import type { NonText, NonTextRules } from "../../tenants/rules/non-text-rules.ts";

type Said = { id: string; type: string; body: string | null; content: unknown; revoked_at?: Date | null };

export type PendingPlan =
  /** Nothing of it wants an answer. */
  | { kind: "nothing" }
  /** It is acknowledged, and a human sees to it. */
  | { kind: "human"; what: NonText }
  /** These have to be written down first. */
  | { kind: "transcribe"; ids: string[] }
  /** Without a question: what waits cannot be read, and the customer is asked to write it. */
  | { kind: "answer"; question?: string };

/** What is to be done with what a customer said since the last answer, by the rules for what is not text. */
export function planPending(
  pending: readonly Said[],
  rules: NonTextRules,
  { canTranscribe }: { canTranscribe: boolean },
): PendingPlan {
  const parts = pending
    .map((message) => ({ message, what: nonTextOf(message) }))
    .map((part) => ({ ...part, rule: part.what === undefined ? ("bot" as const) : rules[part.what] }))
    .filter(({ rule }) => rule !== "ignore");
  if (parts.length === 0) return { kind: "nothing" };

  const untranscribed = parts.filter(
    ({ message, what, rule }) => what === "voice" && rule === "bot" && transcriptOf(message) === undefined,
  );
  const forHumans = parts.filter(({ message, what, rule }) => {
    if (what === undefined) return false;
    if (rule === "human") return true;
    if (what === "voice" && transcriptOf(message) === undefined) return !canTranscribe;
    return what !== "other" && what !== "thanks" && readableWords(message) === undefined;
  });
  const what = forHumans.at(-1)?.what;
  if (what !== undefined) return { kind: "human", what };
  if (untranscribed.length > 0)
    return { kind: "transcribe", ids: untranscribed.map(({ message }) => message.id) };
  const question = parts
    .map(({ message }) => readableWords(message))
    .filter((words) => words !== undefined)
    .join("\n");
  return { kind: "answer", ...(question === "" ? {} : { question }) };
}

/** What the customer was heard to say in a voice message, "" for no words; undefined before anybody listened. */
function transcriptOf({ content }: Pick<Said, "content">): string | undefined {
  const transcript = property(content, "transcript");
  return transcript === undefined ? undefined : (asText(property(transcript, "text")) ?? "");
}
