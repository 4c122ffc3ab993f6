const BREAKS = [/[;:；：](?=\s|$)|[。！？]/gu, /[,、，](?=\s|$)|[、，]/gu, /\s/gu];

/**
 * Cuts what has no end of a sentence within `limit` characters: after the last clause that fits, or comma, or word, and only where
 * there is none of these (a script without spaces, a very long token) between any two characters.
 */
export function cutLongSentence(sentence: string, limit: number): string[] {
  const pieces: string[] = [];
  let rest = sentence.trim();
  while (rest.length > limit) {
    const end = lastBreak(rest.slice(0, limit)) ?? wholeCharacters(rest, limit);
    pieces.push(rest.slice(0, end).trim());
    rest = rest.slice(end).trim();
  }
  return rest === "" ? pieces : [...pieces, rest];
}

/** After the last break of the best kind that leaves no scrap. */
function lastBreak(head: string): number | undefined {
  for (const pattern of BREAKS) {
    const at = Array.from(head.matchAll(pattern), (match) => match.index + match[0].length).at(-1);
    if (at !== undefined && at > head.length / 3) return at;
  }
  return undefined;
}

function wholeCharacters(text: string, limit: number): number {
  const splitsSurrogates = /[\uD800-\uDBFF]/.test(text.charAt(limit - 1));
  return splitsSurrogates ? limit - 1 : limit;
}
