import { type PdfItem, placeOf } from "./pdf-item.ts";

const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;
const rightToLeftLetters = new RegExp(rightToLeft.source, "gu");
/** Of the height of its letters: words stand further apart than this, letters nearer. */
const wordGap = 0.15;

/**
 * The runs of a line as they are read, whatever order they are drawn in: from the left, or from the right where most letters
 * are of a script that is. Where they were not drawn in that order, the spaces between are those that one sees.
 */
export function orderRuns(items: readonly PdfItem[]): PdfItem[] {
  const filled = items.filter(({ str }) => str.trim() !== "");
  const isReversed = readsFromRight(filled.map(({ str }) => str).join(""));
  const isInOrder = filled.every((item, at) => {
    const before = filled[at - 1];
    return before === undefined || placeOf(before).x <= placeOf(item).x;
  });
  if (isInOrder && !isReversed) return [...items];
  if (filled.length < 2) return filled;
  const sorted = filled.toSorted((a, b) => placeOf(a).x - placeOf(b).x);
  const read = isReversed ? keepLatinOrder(sorted.toReversed()) : sorted;
  return read.map((item, at) => {
    const before = read[at - 1];
    const isApart = before !== undefined && gapBetween(before, item) > wordGap * item.height;
    return isApart ? { ...item, str: ` ${item.str}` } : item;
  });
}

export function gapBetween(before: PdfItem, item: PdfItem): number {
  const [a, b] = [placeOf(before).x, placeOf(item).x];
  return a <= b ? b - a - before.width : a - b - item.width;
}

function readsFromRight(text: string): boolean {
  const own = text.match(rightToLeftLetters)?.length ?? 0;
  return own > 0 && own >= (text.match(/\p{Script=Latin}/gu)?.length ?? 0);
}

/** Words of Latin letters next to each other are read from the left in any line. */
function keepLatinOrder(items: readonly PdfItem[]): PdfItem[] {
  const groups: PdfItem[][] = [];
  for (const item of items) {
    const isLatin = /\p{Script=Latin}/u.test(item.str) && !rightToLeft.test(item.str);
    const last = groups.at(-1);
    const followsLatin =
      last?.[0] !== undefined && /\p{Script=Latin}/u.test(last[0].str) && !rightToLeft.test(last[0].str);
    if (isLatin && followsLatin) last?.unshift(item);
    else groups.push([item]);
  }
  return groups.flat();
}
