import type { HandoffCode } from "../../conversations/rules/handoff-code.ts";
import { markdownToWhatsApp } from "../../whatsapp/building/markdown-to-whatsapp.ts";
import type { Answer } from "./answer-schema.ts";
import { type AnswerCheck, checkAnswer, citedSources, type Given } from "./check-answer.ts";
import type { Source } from "./prompt.ts";
import { visibleText } from "./visible-text.ts";

type Citation = { chunkId: string; documentId: string; title: string; page?: number };

export type ReplyPlan = {
  /** With WhatsApp's marks, and as long as the model wrote it: a long one becomes several messages. */
  text: string;
  citations: Citation[];
  /** Present when a human has to take over. */
  handoff?: Handoff;
};

export type Handoff = { code: HandoffCode; reason: string; summary?: string };

const reasons: Record<NonNullable<AnswerCheck["failure"]>, string> = {
  leak: "unsafe",
  "no-source": "no-source",
  empty: "unsupported",
  "unsupported-fact": "unsupported",
  "unsupported-sentence": "unsupported",
};

/**
 * Plans what the customer gets of the model's answer. An answer without a source that it was given, or with
 * a number, link or address that stands in none of the sources it cites, is not sent: a human takes over instead.
 */
export function planReply(
  answer: Answer,
  given: Given,
  { failure }: AnswerCheck = checkAnswer(answer, given),
): ReplyPlan {
  const text = markdownToWhatsApp(visibleText(answer.answer).trim());
  if (answer.kind === "no_answer" && failure !== "leak") {
    const reason = answer.handoff_reason ?? "no-answer";
    return handOff(failure === undefined ? text : given.handoffText, reason, answer.handoff_summary);
  }
  if (failure !== undefined) return handOff(given.handoffText, reasons[failure], answer.handoff_summary);
  if (answer.kind !== "answer") return { text, citations: [] };
  const reply = { text, citations: citedSources(answer, given).map(toCitation) };
  const rest = answer.handoff_reason?.trim() ?? "";
  // A part of what was asked is answered; a human sees to the rest.
  return rest === "" ? reply : { ...handOff(text, rest, answer.handoff_summary), ...reply };
}

function handOff(text: string, reason: string, summary: string | null, isAskedFor = false): ReplyPlan {
  const code = isAskedFor ? "asked-for-human" : "no-answer";
  return { text, citations: [], handoff: { code, reason, ...(summary === null ? {} : { summary }) } };
}

function toCitation({ chunkId, documentId, title, page }: Source): Citation {
  return { chunkId, documentId, title, ...(page === undefined ? {} : { page }) };
}
