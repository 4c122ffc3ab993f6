import { claimedNumberWords } from "./number-words.ts";
import { readNumber } from "./read-number.ts";

const scale = String.raw`k|rb|ribu|mil|thousand|tausend|mille|jt|juta|milh(?:ão|ões)|mill(?:ón|ones|ions?|ionen?)|mio`;
const numbers = new RegExp(
  String.raw`\d+(?:(?:[.,:]|h(?=\d\d\b))\d+)*(?:\s?[ap]\.?\s?m\b|\s?(?:${scale})(?![\p{L}\p{N}]))?`,
  "giu",
);

/** The numbers in a text as they are written in digits: 25,000, 9:30, 5 pm, 15 ribu. */
export function writtenNumbers(text: string): string[] {
  return [...text.matchAll(numbers)].map(([written]) => written);
}

/** What each number of a text may mean, also of those in words (see `readNumber`). */
export function listNumbers(text: string): string[][] {
  const plain = text.normalize("NFKC");
  return [
    ...writtenNumbers(plain).map((written) => readNumber(written, "support")),
    ...claimedNumberWords(plain).map(({ value }) => [`n:${value}`]),
  ];
}
