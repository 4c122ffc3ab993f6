import { answerQuestion, type Extract, type Unclear } from "./answer-question.ts";
import { parsePrompt } from "./parse-prompt.ts";
import { phrase } from "./phrases.ts";
import type { Embed } from "./rank-sentences.ts";
import { readQuestion } from "./read-question.ts";
import { detectLanguage, type Language } from "./stop-words.ts";
import { listTerms } from "./terms.ts";
import type { ChatMessage } from "../chat-request.ts";

/** A reply before it is put into the form that the caller asked for. */
export type Reply = {
  kind: "answer" | "smalltalk" | "clarify" | "no_answer";
  text: string;
  citations: string[];
  confidence: number;
  language: Language;
  question: string;
  /** Why a person should take over, where one should. */
  handoff: { reason: string; summary: string } | undefined;
  hasSources: boolean;
};

/** Replies from the sources in the messages only: with their own sentences, or by saying that they hold no answer. */
export async function composeReply(messages: readonly ChatMessage[], embed: Embed): Promise<Reply> {
  const { sources, message, earlier } = parsePrompt(messages);
  const language = detectLanguage(message, sources.map(({ text }) => text).join("\n"));
  const reading = readQuestion(message, earlier);
  const base = {
    citations: [],
    confidence: 1,
    language,
    question: message,
    handoff: undefined,
    hasSources: sources.length > 0,
  };
  const handoff = (reason: string) => ({ reason, summary: `The customer wrote: ${message.slice(0, 300)}` });

  switch (reading.kind) {
    case "greeting":
    case "thanks":
    case "goodbye":
    case "acknowledgement":
      return {
        ...base,
        kind: "smalltalk",
        text: phrase(reading.kind === "acknowledgement" ? "thanks" : reading.kind, language),
      };
    case "handoff":
      return {
        ...base,
        kind: "no_answer",
        text: phrase("handoff", language),
        handoff: handoff("The customer asks for a person."),
      };
    case "unclear":
      return { ...base, kind: "clarify", text: phrase("clarify", language) };
    case "questions":
      break;
  }
  const { questions } = reading;
  if (
    questions.every(({ question, about = "" }) => listTerms(`${about} ${question}`, language).length === 0)
  ) {
    return { ...base, kind: "clarify", text: phrase("clarify", language) };
  }
  if (sources.length === 0) {
    const text = phrase("noSources", language);
    return {
      ...base,
      kind: "no_answer",
      text,
      confidence: 0,
      handoff: handoff("There is no information to answer from."),
    };
  }
  const extracts: Extract[] = [];
  const unclear: Unclear[] = [];
  let isPartial = false;
  for (const question of questions) {
    const found = await answerQuestion(question, sources, language, embed);
    if (found?.kind === "unclear") unclear.push(found);
    else if (found !== undefined && !extracts.some((other) => other.text === found.text))
      extracts.push(found);
    isPartial ||= found === undefined;
  }
  const [choice] = unclear;
  if (extracts.length === 0 && choice !== undefined) {
    return { ...base, kind: "clarify", text: askBack(choice, language) };
  }
  if (extracts.length === 0) {
    const text = phrase("noAnswer", language);
    return {
      ...base,
      kind: "no_answer",
      text,
      confidence: 0,
      handoff: handoff("The information given does not answer the question."),
    };
  }
  return {
    ...base,
    kind: "answer",
    text: extracts.map((extract) => extract.text).join(" "),
    citations: [...new Set(extracts.flatMap((extract) => extract.citations))],
    handoff: isPartial ? handoff("Part of what was asked is not in the information given.") : undefined,
    confidence: Math.min(1, ...extracts.map((extract) => extract.confidence)),
  };
}

/** One question back, with what the sources offer where they do. */
function askBack({ choices }: Unclear, language: Language): string {
  return choices.length === 0
    ? phrase("clarify", language)
    : [phrase("which", language), ...choices.map((choice) => `• ${choice}`)].join("\n");
}
