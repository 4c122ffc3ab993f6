import { findStemmer } from "../../language/find-stemmer.ts";
import { foldAccents } from "../../language/fold-accents.ts";
import { functionWords } from "../../language/function-words.ts";
import { tokenize } from "../../language/tokenize.ts";

const mostWords = 6;

/** Questions that ask for the same have, for the most part, the same key: the words that name something, stemmed, in the alphabet's order. */
export function clusterKey(question: string, language: string | undefined): string {
  const stem = findStemmer(language);
  const words = tokenize(question);
  const telling = words.filter(isTelling(functionWords(language ?? "")));
  const stems = (telling.length > 0 ? telling : words).map((word) => foldAccents(stem ? stem(word) : word));
  return [...new Set(stems)]
    .toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1))
    .slice(0, mostWords)
    .toSorted()
    .join(" ")
    .slice(0, 300);
}

/** Where a language's function words are not known, short words pass for them. */
function isTelling(binding: ReadonlySet<string> | undefined): (word: string) => boolean {
  if (binding !== undefined) return (word) => !binding.has(word);
  return (word) => word.length > 3 || /[^\p{Script=Latin}]/u.test(word);
}
