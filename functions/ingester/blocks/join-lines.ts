const HYPHEN_AT_END = /(\p{L}+)[-‐]$/u;
const LONGEST_WORD = 100;
const WORD_AT_START = /^\p{Ll}+/u;

/**
 * Puts a line to the one before it. A word that was divided becomes whole; a doubled word (`kupu-` / `kupu`, how Malay and
 * Indonesian make a plural) keeps its hyphen.
 */
export function joinLines(before: string, after: string): string {
  // Only its end matters: a search through a whole chapter for each of its lines would take minutes for a book.
  const end = before.length - LONGEST_WORD;
  return end <= 0 ? joinEnd(before, after) : before.slice(0, end) + joinEnd(before.slice(end), after);
}

function joinEnd(before: string, after: string): string {
  const head = before.replace(/[\u00AD\uFFFE]$/u, "-");
  const divided = HYPHEN_AT_END.exec(head)?.[1];
  const continuation = WORD_AT_START.exec(after)?.[0];
  if (divided !== undefined && continuation !== undefined) {
    return continuation.startsWith(divided.toLowerCase()) ? head + after : head.slice(0, -1) + after;
  }
  const isSpaced = !(
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}。、]$/u.test(head) &&
    /^[^\p{Script=Latin}\s]/u.test(after)
  );
  return isSpaced ? `${head} ${after}` : head + after;
}
