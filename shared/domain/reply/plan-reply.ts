import type { Answer } from "./answer-schema.ts";
import type { Source } from "./prompt.ts";
import { unsupportedFacts } from "./unsupported-facts.ts";

export type Citation = { chunkId: string; documentId: string; title: string; page?: number };

export type ReplyPlan = {
  text: string;
  citations: Citation[];
  /** Present when a human has to take over. */
  handoff?: { reason: string; summary?: string };
};

/** WhatsApp's limit of a text message. */
const maxCharacters = 4096;

/**
 * Checks the model's answer and plans what the customer gets. An answer without a source that it was given, or with
 * a number, link or address that stands in none of the sources it cites, is not sent: a human takes over instead.
 */
export function planReply(
  answer: Answer,
  given: { sources: readonly Source[]; question: string; handoffText: string },
): ReplyPlan {
  const cited = given.sources.filter(({ id }) => answer.citations.includes(id));
  const text = answer.answer.trim();
  switch (answer.kind) {
    case "no_answer":
      return handOff(text === "" ? given.handoffText : text, answer.handoff_reason ?? "no-answer", answer.handoff_summary);
    case "smalltalk":
    case "clarify":
      if (text === "" || unsupportedFacts(text, given.question).length > 0) return refuse("unsupported");
      return { text: cut(text), citations: [] };
    case "answer": {
      if (text === "" || cited.length === 0) return refuse("no-source");
      const support = [given.question, ...cited.map((source) => `${source.title} ${source.heading ?? ""} ${source.text}`)];
      if (unsupportedFacts(text, support.join("\n")).length > 0) return refuse("unsupported");
      return { text: cut(text), citations: cited.map(toCitation) };
    }
  }

  function refuse(reason: string): ReplyPlan {
    return handOff(given.handoffText, reason, answer.handoff_summary);
  }
}

function handOff(text: string, reason: string, summary: string | null): ReplyPlan {
  return { text: cut(text), citations: [], handoff: { reason, ...(summary === null ? {} : { summary }) } };
}

function toCitation({ chunkId, documentId, title, page }: Source): Citation {
  return { chunkId, documentId, title, ...(page === undefined ? {} : { page }) };
}

function cut(text: string): string {
  return text.length <= maxCharacters ? text : `${text.slice(0, maxCharacters - 1)}…`;
}
