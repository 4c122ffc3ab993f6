const WORDS = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;

/** Scripts that write words without spaces between them. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

const segmenter = new Intl.Segmenter("und", { granularity: "word" });

/**
 * The words of a text: compatibility forms unified (NFKC), in lower case, split at whatever is no letter or digit, and by a
 * dictionary where the script has no spaces. All words are kept: in questions and FAQs the "stop words" tell entries apart.
 */
export function tokenize(text: string): string[] {
  const runs = text.normalize("NFKC").toLowerCase().match(WORDS) ?? [];
  return runs.flatMap((run) => (UNSPACED.test(run) ? segment(run) : [run]));
}

function segment(run: string): string[] {
  return Array.from(segmenter.segment(run), ({ segment: word }) => word);
}
