import { readsLike } from "../../language/function-words.ts";
import type { Answer } from "./answer-schema.ts";
import { contradictedSentences } from "./checks/contradicted-sentences.ts";
import { leaksPrompt } from "./checks/leaks-prompt.ts";
import { promptRules, type Source } from "./prompt.ts";
import { misstatedRates } from "./checks/misstated-rates.ts";
import { promisedAmounts, saysFree } from "./checks/promised-amounts.ts";
import { unsupportedFacts } from "./checks/unsupported-facts.ts";
import { unsupportedSentences } from "./checks/unsupported-sentences.ts";
import { visibleText } from "./visible-text.ts";

export type Given = {
  sources: readonly Source[];
  question: string;
  handoffText: string;
  businessName?: string | undefined;
  /** In which the sources are written, as far as known. */
  language?: string | undefined;
  /** Of the prompt, which no answer may give away. */
  canary?: string | undefined;
};

export const answerFailures = [
  "leak",
  "no-source",
  "empty",
  "unsupported-fact",
  "unsupported-sentence",
] as const;

/** Why the model's words must not be sent, with the parts of them that stand in no source; without a failure they may. */
export type AnswerCheck = {
  failure?: (typeof answerFailures)[number];
  unsupported?: string[];
};

/** Checks the model's words against what it was given: the prompt that it must not tell, the sources that it must keep to. */
export function checkAnswer(answer: Answer, given: Given): AnswerCheck {
  const text = visibleText(answer.answer).trim();
  // First, so that nothing of a prompt that was told is kept anywhere.
  if (leaksPrompt(text, { canary: given.canary ?? "", rules: promptRules })) return { failure: "leak" };
  const cited = citedSources(answer, given);
  if (answer.kind === "answer" && cited.length === 0) return { failure: "no-source" };
  if (text === "") return { failure: "empty" };
  const shown = answer.kind === "answer" ? cited : given.sources;
  const knowledge = shown.map(textOf).join("\n");
  // What the customer wrote may be repeated, but no price, discount or term is true because a customer names it.
  const support = `${given.question}\n${knowledge}`;
  const facts = [
    ...unsupportedFacts(text, support),
    ...promisedAmounts(text).filter((amount) => unsupportedFacts(amount, knowledge).length > 0),
    ...misstatedRates(text, knowledge),
    ...(saysFree(text) && !saysFree(knowledge) ? ["free"] : []),
  ];
  if (facts.length > 0) return { failure: "unsupported-fact", unsupported: facts };
  if (!isInSourcesLanguage(answer, given)) return {};
  // Small talk and a word of regret need no source, but make no promise either.
  const sentences = [
    ...unsupportedSentences(text, [support, given.businessName ?? ""].join("\n"), given.language),
    ...contradictedSentences(text, knowledge, given.language),
  ];
  return sentences.length > 0 ? { failure: "unsupported-sentence", unsupported: sentences } : {};
}

/** The sources that the answer names, of those that it was given. */
export function citedSources(
  { citations }: Pick<Answer, "citations">,
  { sources }: Pick<Given, "sources">,
): Source[] {
  return sources.filter(({ id }) => citations.includes(id));
}

/**
 * Whether the answer can be held against its sources word by word. The language that the model names does not decide alone, so that
 * none can name another to get past the check: what reads like the sources' language is in it, and the answer to a question that
 * does has to be.
 */
function isInSourcesLanguage({ answer, language }: Answer, given: Given): boolean {
  const sources = given.language;
  if (sources === undefined) return false;
  return (
    primary(language) === primary(sources) ||
    [answer, given.question].some((text) => readsLike(text, sources))
  );
}

function primary(tag: string): string {
  return tag.toLowerCase().split(/[-_]/)[0] ?? "";
}

function textOf({ title, heading, text }: Source): string {
  return `${title}\n${heading ?? ""}\n${text}`;
}
