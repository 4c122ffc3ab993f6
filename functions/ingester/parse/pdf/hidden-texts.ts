import { type DrawnText, type Drawing, drawnTexts, hasPictures } from "./drawn-text.ts";
import { type PdfItem, placeOf } from "./pdf-item.ts";

/** How far, in points, what is drawn may stand from what is told of it. */
const near = 1;

/**
 * What of a page is drawn but cannot be seen. Letters without a colour are the text of a scan where they are most of the page.
 * White ones show on a picture: `withPictures` draws the page again with those.
 */
export async function hiddenTexts(
  drawing: Drawing,
  withPictures: () => Promise<Drawing>,
): Promise<DrawnText[]> {
  const texts = drawnTexts(drawing).filter(({ text }) => text.trim() !== "");
  const invisible = texts.filter(({ isInvisible }) => isInvisible);
  const isScan = 2 * lengthOf(invisible) > lengthOf(texts);
  const white = texts.filter((text) => text.isWhite && !text.isInvisible);
  const areSeen = white.length > 0 && hasPictures(await withPictures());
  return [...(isScan ? [] : invisible), ...(areSeen ? [] : white)];
}

/** The runs without the hidden texts that stand in them. */
export function withoutHidden(items: readonly PdfItem[], hidden: readonly DrawnText[]): PdfItem[] {
  if (hidden.length === 0) return [...items];
  return items.map((item) => {
    const own = hidden.filter((text) => standsIn(text, item));
    return own.length === 0
      ? item
      : { ...item, str: own.reduce((str, { text }) => str.replace(text, ""), item.str) };
  });
}

function standsIn({ x, y }: DrawnText, item: PdfItem): boolean {
  const place = placeOf(item);
  return Math.abs(place.y - y) <= near && x >= place.x - near && x <= place.x + item.width + near;
}

function lengthOf(texts: readonly DrawnText[]): number {
  return texts.reduce((sum, { text }) => sum + text.length, 0);
}
