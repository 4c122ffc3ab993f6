import { stem } from "./stem.ts";
import { isStopWord, type Language } from "./stop-words.ts";

/** A content word: its comparable form, and whether it was written like a name or number. */
export type Term = { key: string; isName: boolean };

const wordPattern =
  /\p{L}[\p{L}\p{N}'’_+]*(?:[-.&/][\p{L}\p{N}]+)*\+*|\d{4}-\d\d-\d\d|\p{N}+(?:[.,:]\p{N}+)*/gu;

/** The content words of a text in order; compounds such as `gift-card` also give their parts. */
export function listTerms(text: string, language: Language): Term[] {
  const terms: Term[] = [];
  const spaced = text.replace(/(\d)(\p{L}+)/gu, "$1 $2");
  for (const match of spaced.matchAll(wordPattern)) {
    const word = match[0];
    const isFirst = !/[\p{L}\p{N}]/u.test(
      spaced
        .slice(0, match.index)
        .split(/[.!?:•\n]/)
        .at(-1) ?? "",
    );
    const isName = /\d/.test(word) || (/^\p{Lu}/u.test(word) && !isFirst) || /\p{Lu}.*\p{Lu}/u.test(word);
    for (const part of new Set([word, ...word.split(/[-./&]/)])) {
      const lower = part.toLowerCase();
      if (part === "" || isStopWord(lower, language) || (part.length === 1 && !/[\dB-HJ-Z]/.test(part)))
        continue;
      if (part !== word && /^\d/.test(word)) continue;
      terms.push({ key: stem(lower, language), isName });
    }
  }
  return terms;
}
