import { type PdfItem, placeOf, withoutItems } from "./pdf-item.ts";

type Legible = { items: PdfItem[]; hidden: number; isUnreadable: boolean };

/** Letters this small, in points, are there for machines only. */
const smallestHeight = 0.5;
/** Copies of a run that make it bold stand this near, in heights of its letters. */
const boldShift = 0.15;
/** Of a font's characters: more than this are controls only where their numbers say nothing of the letters. */
const mostControls = 0.05;
const mostPrivate = 0.5;
/** Of a page's characters: a few in such a font are bullets or a logo. */
const mostUnreadable = 0.2;

/** What of a page can be read: each run once, without letters that nobody sees, and without fonts that do not say which letters they show. */
export function legibleItems(items: readonly PdfItem[]): Legible {
  const seen = withoutItems(items, isTiny);
  const mute = muteFonts(seen.kept);
  const told = withoutItems(seen.kept, ({ str, fontName }) => str.trim() !== "" && mute.has(fontName));
  const unreadable = charactersOf(told.left);
  return {
    items: withoutCopies(told.kept),
    hidden: seen.left.length === 0 ? 0 : runsOf(items).length,
    isUnreadable: unreadable > mostUnreadable * charactersOf(seen.kept),
  };
}

function isTiny({ str, transform }: PdfItem): boolean {
  return str.trim() !== "" && Math.hypot(transform[2] ?? 0, transform[3] ?? 0) < smallestHeight;
}

/** Tiny letters are told one by one where they have no width: those with nothing visible between them are one piece. */
function runsOf(items: readonly PdfItem[]): PdfItem[] {
  const filled = items.filter(({ str }) => str.trim() !== "");
  return filled.filter((item, at) => {
    const before = filled[at - 1];
    return isTiny(item) && (before === undefined || !isTiny(before) || placeOf(before).y !== placeOf(item).y);
  });
}

function muteFonts(items: readonly PdfItem[]): ReadonlySet<string | undefined> {
  const texts = Map.groupBy(items, ({ fontName }) => fontName);
  const mute = [...texts].filter(([, own]) => isMute(own.map(({ str }) => str).join("")));
  return new Set(mute.map(([name]) => name));
}

function isMute(text: string): boolean {
  const length = text.replaceAll(/\s/gu, "").length;
  // eslint-disable-next-line no-control-regex
  const controls = text.match(/[\u0000-\u0008\u000E-\u001F\uFFFD]/gu)?.length ?? 0;
  const privates = text.match(/\p{Co}/gu)?.length ?? 0;
  return controls > mostControls * length || privates > mostPrivate * length;
}

/** A run that is drawn again where it stands already, as programs without a bold font do. */
function withoutCopies(items: readonly PdfItem[]): PdfItem[] {
  const drawn = new Map<string, PdfItem[]>();
  const copies = new Set<PdfItem>();
  for (const item of items) {
    if (item.str.trim() === "") continue;
    const before = drawn.get(item.str) ?? [];
    if (before.some((other) => isCopy(other, item))) copies.add(item);
    else drawn.set(item.str, [...before, item]);
  }
  return withoutItems(items, (item) => copies.has(item)).kept;
}

function isCopy(one: PdfItem, other: PdfItem): boolean {
  const [a, b] = [placeOf(one), placeOf(other)];
  const near = boldShift * one.height;
  return Math.abs(a.x - b.x) <= near && Math.abs(a.y - b.y) <= near;
}

function charactersOf(items: readonly PdfItem[]): number {
  return items.reduce((sum, { str }) => sum + str.replaceAll(/\s/gu, "").length, 0);
}
