import type { Line } from "./read-lines.ts";

/** How many lines at the top and at the bottom of a page may be a running header or footer. */
const EDGE = 2;
const LONGEST_HEADER = 100;
const ROMAN_NUMBER = /^[ivxlc]{1,6}$/i;
const PAGE_NUMBER =
  /^[-–—|\s]*(?:(?:page|pág(?:ina)?\.?|pagina|halaman|hal\.?|seite|p\.)\s*)?\d{1,4}(?:\s*(?:\/|of|de|dari|von)\s*\d{1,4})?[-–—|\s]*$/iu;

/** A line of a table of contents. It says nothing that the document does not say, yet would match every question on a title. */
const CONTENTS = /(?:\.\s?){4,}\s*[\divxlc]{1,6}\s*$/iu;

/**
 * Takes off each page what belongs to the paper and not to the text: the lines at its edges that stand on most pages too (numbers
 * in them may differ) or that count the pages, bare page numbers, and the table of contents. Fewer than three pages prove no habit.
 */
export function removeRunningLines(pages: readonly Line[][]): Line[][] {
  const most = Math.max(3, Math.floor(pages.length / 2) + 1);
  const repeated = commonest(pages, most, (page, _number, at) => [shapeOf(page, at)]);
  const counting = commonest(pages, most, countersOf);
  return pages.map((page, number) => {
    const running = edgesOf(page).filter((at) => {
      const isCounter = countersOf(page, number, at).some((counter) => counting.has(counter));
      const text = page[at]?.text.trim() ?? "";
      const isNumber = PAGE_NUMBER.test(text) || ROMAN_NUMBER.test(text);
      return isNumber || isCounter || repeated.has(shapeOf(page, at));
    });
    return page.filter(({ text }, at) => !running.includes(at) && !CONTENTS.test(text));
  });
}

/** What the edges of at least `most` pages have in common. */
function commonest<T>(
  pages: readonly Line[][],
  most: number,
  traitsOf: (page: readonly Line[], number: number, at: number) => T[],
): Set<T> {
  const pagesWith = new Map<T, number>();
  for (const [number, page] of pages.entries()) {
    for (const trait of new Set(edgesOf(page).flatMap((at) => traitsOf(page, number, at)))) {
      pagesWith.set(trait, (pagesWith.get(trait) ?? 0) + 1);
    }
  }
  return new Set([...pagesWith].filter(([, count]) => count >= most).map(([trait]) => trait));
}

/** How far the numbers that begin or end a line are from the page's own: the same all through for those that count pages. */
function countersOf(page: readonly Line[], number: number, at: number): number[] {
  const text = page[at]?.text.trim() ?? "";
  if (text.length > LONGEST_HEADER || /[.!?]$/.test(text)) return [];
  const numbers = [/^\d{1,4}(?=\s|$)/.exec(text)?.[0], /(?<=\s|^)\d{1,4}$/.exec(text)?.[0]];
  return numbers.flatMap((found) => (found === undefined ? [] : Number(found) - number));
}

/** The places of the first and last lines that are not empty. */
function edgesOf(page: readonly Line[]): number[] {
  const filled = [...page.keys()].filter((at) => page[at]?.text.trim() !== "");
  return filled.length <= 2 * EDGE ? filled : [...filled.slice(0, EDGE), ...filled.slice(-EDGE)];
}

function shapeOf(page: readonly Line[], at: number): string {
  const text = page[at]?.text ?? "";
  return text.trim().toLowerCase().replaceAll(/\d+/g, "#").replaceAll(/\s+/g, " ");
}
