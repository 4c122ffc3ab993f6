/** What pdf.js tells of a run of text: `transform` holds the place of its lower left corner in [4] and [5], in points. */
export type PdfItem = {
  str: string;
  transform: readonly number[];
  width: number;
  height: number;
  hasEOL: boolean;
  fontName?: string;
};

export function placeOf({ transform }: PdfItem): { x: number; y: number } {
  return { x: transform[4] ?? 0, y: transform[5] ?? 0 };
}

/** Without those that `isOut` names; the line that one of them ended ends all the same. */
export function withoutItems(
  items: readonly PdfItem[],
  isOut: (item: PdfItem) => boolean,
): { kept: PdfItem[]; left: PdfItem[] } {
  const left = items.filter(isOut);
  const kept = items.flatMap((item) => {
    if (!isOut(item)) return [item];
    return item.hasEOL ? [{ ...item, str: "" }] : [];
  });
  return { kept, left };
}

/** Arabic and Hebrew letters in the forms that they take inside a word, several of which stand for two letters. */
const shapedLetters = /[\uFB1D-\uFDFF\uFE70-\uFEFC]+/gu;

/** The letters themselves. pdf.js does so before it turns the text round, and so turns what is inside a ligature as well. */
export function withPlainLetters(item: PdfItem): PdfItem {
  return item.str.search(shapedLetters) !== -1
    ? { ...item, str: item.str.replaceAll(shapedLetters, (shaped) => shaped.normalize("NFKC")) }
    : item;
}
