import { markdownToWhatsApp } from "../whatsapp/outbound/markdown-to-whatsapp.ts";
import type { Answer } from "./answer-schema.ts";
import { promptRules, type Source } from "./prompt.ts";
import { leaksPrompt } from "./leaks-prompt.ts";
import { unsupportedFacts } from "./unsupported-facts.ts";
import { unsupportedSentences } from "./unsupported-sentences.ts";

type Citation = { chunkId: string; documentId: string; title: string; page?: number };

export type ReplyPlan = {
  /** With WhatsApp's marks, and as long as the model wrote it: a long one becomes several messages. */
  text: string;
  citations: Citation[];
  /** Present when a human has to take over. */
  handoff?: { reason: string; summary?: string };
};

type Given = {
  sources: readonly Source[];
  question: string;
  handoffText: string;
  /** In which the sources are written, as far as known. */
  language?: string | undefined;
  /** Of the prompt, which no answer may give away. */
  canary?: string | undefined;
};

/**
 * Checks the model's answer and plans what the customer gets. An answer without a source that it was given, or with
 * a number, link or address that stands in none of the sources it cites, is not sent: a human takes over instead.
 */
export function planReply(answer: Answer, given: Given): ReplyPlan {
  const text = answer.answer.trim();
  if (leaksPrompt(text, { canary: given.canary ?? "", rules: promptRules })) {
    return handOff(given.handoffText, "unsafe", answer.handoff_summary);
  }
  const cited = given.sources.filter(({ id }) => answer.citations.includes(id));
  const isSupported = isSupportedBy(text, given, answer.kind === "answer" ? cited : given.sources);
  if (answer.kind === "no_answer") {
    const isFit = text !== "" && isSupported;
    return handOff(
      isFit ? markdownToWhatsApp(text) : given.handoffText,
      answer.handoff_reason ?? "no-answer",
      answer.handoff_summary,
    );
  }
  if (answer.kind === "answer" && cited.length === 0) {
    return handOff(given.handoffText, "no-source", answer.handoff_summary);
  }
  if (text === "" || !isSupported) return handOff(given.handoffText, "unsupported", answer.handoff_summary);
  if (answer.kind !== "answer") return { text: markdownToWhatsApp(text), citations: [] };
  if (isSameLanguage(answer.language, given.language)) {
    const support = [given.question, ...cited.map(textOf)].join("\n");
    if (unsupportedSentences(text, support, given.language).length > 0) {
      return handOff(given.handoffText, "unsupported", answer.handoff_summary);
    }
  }
  const reply = { text: markdownToWhatsApp(text), citations: cited.map(toCitation) };
  const rest = answer.handoff_reason?.trim() ?? "";
  // A part of what was asked is answered; a human sees to the rest.
  return rest === ""
    ? reply
    : { ...reply, handoff: handOff("", rest, answer.handoff_summary).handoff ?? { reason: rest } };
}

function isSameLanguage(answer: string, sources: string | undefined): boolean {
  return sources !== undefined && primary(answer) === primary(sources);
}

function primary(tag: string): string {
  return tag.toLowerCase().split(/[-_]/)[0] ?? "";
}

function textOf({ title, heading, text }: Source): string {
  return `${title} ${heading ?? ""} ${text}`;
}

/** What the customer wrote may be repeated. */
function isSupportedBy(text: string, { question }: Given, sources: readonly Source[]): boolean {
  const support = [question, ...sources.map(textOf)];
  return unsupportedFacts(text, support.join("\n")).length === 0;
}

function handOff(text: string, reason: string, summary: string | null): ReplyPlan {
  return { text, citations: [], handoff: { reason, ...(summary === null ? {} : { summary }) } };
}

function toCitation({ chunkId, documentId, title, page }: Source): Citation {
  return { chunkId, documentId, title, ...(page === undefined ? {} : { page }) };
}
