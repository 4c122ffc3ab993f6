import type { PlacedLine } from "./running-lines.ts";

/** A title, a row of dots and a number: a line of a table of contents, or of a menu. */
const leader = /^(?<title>.*?\p{L}.*?)\s*(?:\.\s?){4,}\s*(?<number>\d{1,4}|[ivxlc]{1,6})\s*$/iu;

/**
 * Without the table of contents: it says nothing that the document does not say, yet would match every question on a title. So
 * a line goes only where its title stands on another page, which its number can be.
 */
export function removeContents(pages: readonly PlacedLine[][]): PlacedLine[][] {
  const pagesWith = new Map<string, Set<number>>();
  for (const [number, page] of pages.entries()) {
    for (const { text } of page) {
      const key = keyOf(text);
      pagesWith.set(key, (pagesWith.get(key) ?? new Set()).add(number));
    }
  }
  const isContents = (text: string, page: number) => {
    const { title, number = "" } = leader.exec(text)?.groups ?? {};
    if (title === undefined || Number(number) > pages.length) return false;
    return [...(pagesWith.get(keyOf(title)) ?? [])].some((other) => other !== page);
  };
  return pages.map((page, number) => page.filter(({ text }) => !isContents(text, number)));
}

function keyOf(text: string): string {
  return text.trim().toLowerCase().replaceAll(/\s+/gu, " ");
}
