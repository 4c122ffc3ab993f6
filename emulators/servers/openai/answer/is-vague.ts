import type { Asked } from "./asked.ts";
import type { Language } from "./stop-words.ts";
import { isFaint } from "./weigh-terms.ts";
import { listTerms } from "./terms.ts";

/** Words that point at something that was never said. */
const pointing =
  /(?<!\p{L})(?:it|this|that|these|those|one|here|itu|ini|\p{L}+nya|isso|isto|esse|eso|esto|ese)(?!\p{L})/iu;
/** A question of more words that mean something is clear enough. */
const fewWords = 2;

/**
 * Whether a question that leans on nothing names too little to tell what it is about: `few-words` may fit several things,
 * `says-nothing` names no thing at all. A name or a number makes it clear.
 */
export function isVague(
  { question, about }: Asked,
  language: Language,
): "few-words" | "says-nothing" | undefined {
  if (about !== undefined) return undefined;
  const terms = listTerms(question, language).filter(({ key }) => !isFaint(key));
  if (terms.length > fewWords || terms.some(({ isName }) => isName)) return undefined;
  return terms.length === 0 || (terms.length === 1 && pointing.test(question)) ? "says-nothing" : "few-words";
}
