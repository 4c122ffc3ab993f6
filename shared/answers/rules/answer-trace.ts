import type { Answer } from "./answer-schema.ts";
import type { AnswerCheck } from "./check-answer.ts";

export type Tokens = { in: number; out: number; embedding: number };

/** How an answer came about, kept with it. Where no model was asked, only what was decided. */
export type AnswerTrace = Pick<WrittenTrace, "decision"> & Partial<WrittenTrace>;

/** It holds neither the prompt nor a passage's text: those have places of their own. */
export type WrittenTrace = {
  promptVersion: number;
  model: string;
  temperature: number;
  question: string;
  /** The question as it was searched for: a follow-up together with what it follows. */
  searchedFor: string;
  /** BCP 47 tag of the answer's language, as the model tells it. */
  language: string;
  /** Best first; `score` compares only within one answer. */
  retrieved: {
    chunkId: string;
    documentId: string;
    title: string;
    heading?: string;
    page?: number;
    score: number;
    isCited: boolean;
  }[];
  tokens: Tokens;
  steps: { searchMs: number; modelMs: number; checkMs: number };
  check: AnswerCheck;
  decision: Decision;
};

export type Decision = {
  /**
   * `abstain`: the model said that the sources do not hold it; `handoff`: its words did not pass the checks; `notice`: the
   * CRM's own words, without asking a model.
   */
  kind: "answer" | "smalltalk" | "clarify" | "abstain" | "handoff" | "notice";
  /** Why a human takes over, also where a part was answered. */
  reason?: string;
};

/** What was decided on the model's answer, in the trace's words. */
export function describeDecision(
  { kind }: Pick<Answer, "kind">,
  { failure }: AnswerCheck,
  handoff: { reason: string } | undefined,
): Decision {
  const reason = handoff === undefined ? {} : { reason: handoff.reason };
  if (kind === "no_answer" && failure !== "leak") return { kind: "abstain", ...reason };
  return { kind: failure === undefined && kind !== "no_answer" ? kind : "handoff", ...reason };
}
