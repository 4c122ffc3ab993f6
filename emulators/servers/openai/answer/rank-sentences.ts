import type { Asked } from "./asked.ts";
import { neededShape } from "./question-needs.ts";
import { splitSentences, type Sentence } from "./split-sentences.ts";
import { type Language } from "./stop-words.ts";
import { listTerms } from "./terms.ts";
import { weighTerms, type WeighedTerm } from "./weigh-terms.ts";

/** `heading` is what the whole text stands under in its document; empty where that is not known. */
export type Source = { id: string; title: string; heading: string; text: string };

/** Unit vectors of the texts, in their order. */
export type Embed = (texts: string[]) => Promise<Float32Array[]>;
/** A candidate answer: the sentence, where it stands, and how well it answers the question (0 to 1). */
export type RankedSentence = {
  source: Source;
  sentences: Sentence[];
  index: number;
  sentence: Sentence;
  support: number;
};

/** What holds only in a special case answers a general question less well. */
const conditional = /^(?:when|if|in case|unless|although|for example)\b/i;
const conditionalQuestion = /\b(?:if|when|what happens|in case)\b/i;

type Place = Omit<RankedSentence, "support"> & { terms: ReadonlySet<string> };

/** Orders all sentences of all sources by how well they answer the question, best first. */
export async function rankSentences(
  { question, about = "" }: Asked,
  sources: readonly Source[],
  language: Language,
  embed: Embed,
): Promise<RankedSentence[]> {
  const places = sources.flatMap((source) => {
    const sentences = splitSentences(source.text, source.heading);
    return sentences.map((sentence, index): Place => {
      const terms = new Set(listTerms(sentence.text, language).map((term) => term.key));
      return { source, sentences, index, sentence, terms };
    });
  });
  const asked = weighTerms(
    { question, about },
    places.map((place) => place.sentence.text),
    language,
  );
  const phrases = listPhrases(question, language);
  const { shape } = neededShape(question) ?? neededShape(about) ?? {};
  const subject = asked.filter((term) => !term.isName && !term.isFaint);
  const [target, ...vectors] = await embed([
    `${about} ${question}`.trim(),
    ...places.map(({ sentence }) => `${sentence.heading} ${sentence.text}`.trim()),
  ]);
  const ranked = places.map(({ terms, ...place }, i): RankedSentence => {
    const { text, heading, isHeading } = place.sentence;
    const context = new Set(
      listTerms(`${heading} . ${place.source.title}`, language).map((term) => term.key),
    );
    const wide = places.filter((other) => other.source === place.source).map((other) => other.terms);
    const near = [places[i - 1], places[i + 1]].map((other) =>
      other?.source === place.source && !other.sentence.isHeading ? other.terms : undefined,
    );
    let support = 0.68 * coverage(asked, terms, context, near, wide) + 0.32 * likeness(target, vectors[i]);
    support += 0.06 * phraseShare(phrases, listPhrases(text, language));
    if (conditional.test(text) && !conditionalQuestion.test(question)) support *= 0.94;
    if (terms.size < 2) support *= 0.8;
    if (shape?.test(text) === false) support *= 0.6;
    else if (shape !== undefined) support *= 1.06;
    if (subject.length > 0 && !subject.some(({ key }) => terms.has(key) || context.has(key))) support *= 0.75;
    if (asked.some(({ key, isDecisive }) => isDecisive && !terms.has(key) && !context.has(key)))
      support *= 0.75;
    if (isHeading) support *= 0.4;
    else if (!/[.!:;)]["”’]?$/.test(text)) support *= 0.93;
    return { ...place, support };
  });
  return ranked.toSorted((a, b) => b.support - a.support);
}

/** Neighbouring content words, so that `project secretary` is more than `project` and `secretary`. */
function listPhrases(text: string, language: Language): Set<string> {
  const keys = listTerms(text, language).map((term) => term.key);
  return new Set(keys.slice(1).map((key, i) => `${keys[i]} ${key}`));
}

function phraseShare(asked: ReadonlySet<string>, own: ReadonlySet<string>): number {
  return asked.size === 0 ? 0 : asked.intersection(own).size / asked.size;
}

/** Share of what is asked that the sentence names, itself or by what stands around it. */
function coverage(
  asked: readonly WeighedTerm[],
  own: ReadonlySet<string>,
  context: ReadonlySet<string>,
  [before, after]: readonly (ReadonlySet<string> | undefined)[],
  wide: readonly ReadonlySet<string>[],
): number {
  let matched = 0;
  let total = 0;
  for (const { key, weight, isName } of asked) {
    total += weight;
    if (own.has(key)) matched += weight;
    else if (context.has(key)) matched += weight * 0.9;
    else if (before?.has(key) === true) matched += weight * (isName ? 0.3 : 0.5);
    else if (after?.has(key) === true) matched += weight * 0.3;
    else if (wide.some((terms) => terms.has(key))) matched += weight * (isName ? 0.15 : 0.25);
  }
  return total === 0 ? 0 : matched / total;
}

/** The cosine of two unit vectors, and nothing below 0. */
export function likeness(a: Float32Array | undefined, b: Float32Array | undefined): number {
  if (a === undefined || b === undefined) return 0;
  let sum = 0;
  for (const [i, value] of a.entries()) sum += value * (b[i] ?? 0);
  return Math.max(0, sum);
}
