import type { Answer } from "./answer-schema.ts";
import type { Source } from "./prompt.ts";
import { unsupportedFacts } from "./unsupported-facts.ts";

type Citation = { chunkId: string; documentId: string; title: string; page?: number };

export type ReplyPlan = {
  text: string;
  citations: Citation[];
  /** Present when a human has to take over. */
  handoff?: { reason: string; summary?: string };
};

/** WhatsApp's limit of a text message. */
const maxCharacters = 4096;

type Given = { sources: readonly Source[]; question: string; handoffText: string };

/**
 * Checks the model's answer and plans what the customer gets. An answer without a source that it was given, or with
 * a number, link or address that stands in none of the sources it cites, is not sent: a human takes over instead.
 */
export function planReply(answer: Answer, given: Given): ReplyPlan {
  const text = answer.answer.trim();
  const cited = given.sources.filter(({ id }) => answer.citations.includes(id));
  const isSupported = isSupportedBy(text, given, answer.kind === "answer" ? cited : given.sources);
  if (answer.kind === "no_answer") {
    const isFit = text !== "" && isSupported;
    return handOff(
      isFit ? text : given.handoffText,
      answer.handoff_reason ?? "no-answer",
      answer.handoff_summary,
    );
  }
  if (answer.kind === "answer" && cited.length === 0) {
    return handOff(given.handoffText, "no-source", answer.handoff_summary);
  }
  if (text === "" || !isSupported) return handOff(given.handoffText, "unsupported", answer.handoff_summary);
  return { text: cut(text), citations: answer.kind === "answer" ? cited.map(toCitation) : [] };
}

/** What the customer wrote may be repeated. */
function isSupportedBy(text: string, { question }: Given, sources: readonly Source[]): boolean {
  const support = [
    question,
    ...sources.map((source) => `${source.title} ${source.heading ?? ""} ${source.text}`),
  ];
  return unsupportedFacts(text, support.join("\n")).length === 0;
}

function handOff(text: string, reason: string, summary: string | null): ReplyPlan {
  return { text: cut(text), citations: [], handoff: { reason, ...(summary === null ? {} : { summary }) } };
}

function toCitation({ chunkId, documentId, title, page }: Source): Citation {
  return { chunkId, documentId, title, ...(page === undefined ? {} : { page }) };
}

function cut(text: string): string {
  return text.length <= maxCharacters ? text : `${text.slice(0, maxCharacters - 1).toWellFormed()}…`;
}
