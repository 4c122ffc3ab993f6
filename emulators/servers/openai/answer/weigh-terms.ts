import { stem } from "./stem.ts";
import type { Asked } from "./asked.ts";
import { type Language } from "./stop-words.ts";
import { listTerms } from "./terms.ts";

/** A word of the question, with how much an answer must account for it. */
export type WeighedTerm = {
  key: string;
  weight: number;
  isName: boolean;
  /** Of the question itself, not only of the one that it leans on. */
  isOwn: boolean;
  isDecisive: boolean;
  isFaint: boolean;
};

/** Verbs and adjectives that say little about what is asked. */
const faint = new Set(
  `get use take go come give show find thing way kind much many long soon often big happen call possible available exist
  look seem help mean`
    .split(/\s+/)
    .map((word) => stem(word, "en")),
);

/** Whether a word, in its comparable form, says little about what is asked. */
export function isFaint(key: string): boolean {
  return faint.has(key);
}

/** `Do you sell decaf`, `Is parking available`: the thing asked for. */
const existence =
  /\b(?:do you (?:guys |also )?(?:have|sell|offer|accept|serve|provide|stock|carry)|(?:is|are) there|(?:have you )?got|can i (?:buy|order|pay (?:with|by)))\s+(?:any |an? |the |some )?([\p{L}\d'-]+)|\b(?:is|are) ([\p{L}\d'-]+) (?:available|included|allowed|possible|supported|accepted|provided)\b/iu;

/** Of a word that only the earlier question has, which this one leans on. */
const leaning = 0.5;

/**
 * Weighs the question's words: rare ones among the given sentences above common ones, names and numbers above
 * others. A decisive term is a rare name or number, or the thing whose existence is asked for: a sentence without
 * it speaks of something else.
 */
export function weighTerms(
  { question, about = "" }: Asked,
  texts: readonly string[],
  language: Language,
): WeighedTerm[] {
  const counts = new Map<string, number>();
  const names = new Set<string>();
  const plain = new Set<string>();
  for (const text of texts) {
    const terms = listTerms(text, language);
    for (const { key, isName } of terms) (isName ? names : plain).add(key);
    for (const key of new Set(terms.map((term) => term.key))) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const wanted = new Set(
    listTerms(existence.exec(question)?.slice(1).join(" ") ?? "", language).map((term) => term.key),
  );
  const weighed = new Map<string, WeighedTerm>();
  const own = listTerms(question, language);
  const asked = [...listTerms(about, language), ...own].map(({ key, isName }) => ({
    key,
    isName: isName || (names.has(key) && !plain.has(key)),
  }));
  for (const [i, { key, isName }] of asked.entries()) {
    const isOwn = i >= asked.length - own.length;
    const rarity =
      Math.log(1 + texts.length / ((counts.get(key) ?? 0) + 0.5)) / Math.log(1 + texts.length / 0.5);
    const isPartOfName = isName && (asked[i - 1]?.isName === true || asked[i + 1]?.isName === true);
    const emphasis = (isFaint(key) ? 0.2 : isPartOfName ? 0.8 : isName ? 1.6 : 1) * (isOwn ? 1 : leaning);
    const isDecisive = isOwn && ((isName && rarity > 0.45) || wanted.has(key));
    weighed.set(key, {
      key,
      weight: Math.max(0.25, rarity) * emphasis,
      isName,
      isOwn,
      isDecisive,
      isFaint: isFaint(key),
    });
  }
  return [...weighed.values()];
}
