import { findStemmer } from "./find-stemmer.ts";
import { foldAccents } from "./fold-accents.ts";
import { tokenize } from "./tokenize.ts";

const mostWords = 6;

/** Questions that ask for the same have, for the most part, the same key: their longer words, stemmed, in the alphabet's order. */
export function clusterKey(question: string, language: string | undefined): string {
  const stem = findStemmer(language);
  const words = tokenize(question);
  const telling = words.filter((word) => word.length > 3 || /[^\p{Script=Latin}]/u.test(word));
  const stems = (telling.length > 0 ? telling : words).map((word) => foldAccents(stem ? stem(word) : word));
  return [...new Set(stems)]
    .toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1))
    .slice(0, mostWords)
    .toSorted()
    .join(" ")
    .slice(0, 300);
}
