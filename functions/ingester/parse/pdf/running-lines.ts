/** A line of a page; `y` is the place of its foot in points, from below. */
export type PlacedLine = { text: string; y: number };

/** How many lines at the top and at the bottom of a page may be a running header or footer. */
const edge = 2;
const fewestPages = 3;
/** Points by which the place of a running line may differ from page to page. */
const samePlace = 4;
/** A line with more numbers than this is a row of something. */
const mostNumbers = 4;
const romanDigits: Record<string, number> = { i: 1, v: 5, x: 10, l: 50, c: 100 };
const pageWord = /\b(?:page|pág(?:ina)?|pagina|halaman|hal|seite|p)\b|[页頁쪽]|صفحة|стр/iu;

/**
 * Takes off each page what belongs to the paper and not to the text: lines at its edges that stand on most pages at the same
 * place as they are written; a number in them may differ only where it rises with the page. Never most of what a page holds,
 * and fewer than three pages prove no habit. `isBare` is a page that holds nothing else.
 */
export function removeRunningLines(
  pages: readonly PlacedLine[][],
): { lines: PlacedLine[]; isBare: boolean }[] {
  const most = Math.max(fewestPages, Math.floor(pages.length / 2) + 1);
  const habits = countHabits(pages);
  const isRunning = ({ text, y }: PlacedLine, page: number) =>
    formsOf(text, page).some((form) => {
      const counts = habits.get(form);
      const place = Math.round(y / samePlace);
      const near = [place - 1, place, place + 1].reduce((sum, each) => sum + (counts?.get(each) ?? 0), 0);
      return near >= (isLoneNumber(form) ? fewestPages : most);
    });
  return pages.map((page, number) => {
    const running = new Set(edgesOf(page).filter((line) => isRunning(line, number)));
    const lines = page.filter((line) => !running.has(line));
    const isMost = 2 * lengthOf([...running]) > lengthOf(page);
    return { lines: isMost ? page : lines, isBare: lengthOf(lines) === 0 };
  });
}

/** On how many pages a form stands at a place. */
function countHabits(pages: readonly PlacedLine[][]): Map<string, Map<number, number>> {
  const habits = new Map<string, Map<number, number>>();
  for (const [number, page] of pages.entries()) {
    const own = edgesOf(page).flatMap(({ text, y }) =>
      formsOf(text, number).map((form) => ({ form, place: Math.round(y / samePlace) })),
    );
    const once = new Map(own.map((habit) => [`${habit.place} ${habit.form}`, habit]));
    for (const { form, place } of once.values()) {
      const counts = habits.get(form) ?? new Map<number, number>();
      habits.set(form, counts.set(place, (counts.get(place) ?? 0) + 1));
    }
  }
  return habits;
}

/** The line as it is written, and with each of its numbers as how far it is from the page's own (`Page @1`). */
function formsOf(text: string, page: number): string[] {
  const written = text.trim().replaceAll(/\s+/gu, " ");
  const parts = written.split(/(\d+)/u);
  if (parts.length > 2 * mostNumbers + 1) return [written];
  const isRoman = /^[ivxlc]{1,6}$/i.test(written);
  if (isRoman) return [written, `@${romanValue(written) - page}`];
  return parts.reduce<string[]>(
    (forms, part, at) => {
      const isNumber = at % 2 === 1 && part.length <= 4;
      const ways =
        isNumber && mayCount(written, Number(part), page) ? [part, `@${Number(part) - page}`] : [part];
      return forms.flatMap((form) => ways.map((way) => form + way));
    },
    [""],
  );
}

/** Beside words that do not speak of pages a number past the page's own counts something else: rooms, articles. */
function mayCount(text: string, number: number, page: number): boolean {
  return number <= page + 1 || !/\p{L}/u.test(text) || pageWord.test(text);
}

function isLoneNumber(form: string): boolean {
  return /^[^\p{L}\p{N}@]*@-?\d+[^\p{L}\p{N}@]*$/u.test(form);
}

function romanValue(text: string): number {
  const digits = Array.from(text.toLowerCase(), (letter) => romanDigits[letter] ?? 0);
  return digits.reduce((sum, digit, at) => sum + (digit < (digits[at + 1] ?? 0) ? -digit : digit), 0);
}

/** The first and last lines that are not empty. */
function edgesOf(page: readonly PlacedLine[]): PlacedLine[] {
  const filled = page.filter(({ text }) => text.trim() !== "");
  return filled.length <= 2 * edge ? filled : [...filled.slice(0, edge), ...filled.slice(-edge)];
}

function lengthOf(lines: readonly PlacedLine[]): number {
  return lines.reduce((sum, { text }) => sum + text.trim().length, 0);
}
