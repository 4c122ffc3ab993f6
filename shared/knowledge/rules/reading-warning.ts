import { asArray, asObject } from "../../contracts/loose-json.ts";

/**
 * What the reading of a document left out or could not be sure of. `count` is how many of the things its code names, in all;
 * `pages` where a document has pages (or sheets, slides): those it stands on, counted from 1. `detail` is a name or a figure.
 */
export type ReadingWarning = { code: ReadingWarningCode; count: number; pages?: number[]; detail?: string };

type Saying = {
  /** In words for whoever uploaded the document; the pages and the detail follow. */
  says(count: number): string;
  /** The document held more than is read: what answers is a part of it. */
  isTruncation?: true;
};

const many = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`;

export const readingWarnings = {
  "pages-without-text": {
    says: (count) =>
      `${many(count, "page holds", "pages hold")} no text and ${count === 1 ? "was" : "were"} not read. If it is a scan, please upload a version with selectable text.`,
  },
  "pages-unreadable": {
    says: (count) =>
      `The text of ${many(count, "page", "pages")} is written in a font that does not say which letters it shows, and was not read.`,
  },
  "pages-by-vision": {
    says: (count) =>
      `The text of ${many(count, "scanned page", "scanned pages")} was recognized from the picture; it may hold errors.`,
  },
  "hidden-text": {
    says: (count) => `${many(count, "hidden piece of text was", "hidden pieces of text were")} left out.`,
  },
  "hidden-sheets": {
    says: (count) => `${many(count, "hidden sheet was", "hidden sheets were")} left out.`,
  },
  "hidden-rows": {
    says: (count) => `${many(count, "hidden row was", "hidden rows were")} left out.`,
  },
  "hidden-columns": {
    says: (count) => `${many(count, "hidden column was", "hidden columns were")} left out.`,
  },
  "rows-past-limit": {
    says: (count) => `${many(count, "row", "rows")} past what is read of one table were left out.`,
    isTruncation: true,
  },
  "columns-past-limit": {
    says: (count) => `${many(count, "column", "columns")} past what is read of one table were left out.`,
    isTruncation: true,
  },
  "pages-past-limit": {
    says: (count) => `${many(count, "page", "pages")} past what is read of one document were left out.`,
    isTruncation: true,
  },
  attachments: {
    says: (count) =>
      `${many(count, "attachment was", "attachments were")} not read. Please upload what shall be known as a file of its own.`,
  },
  "encoding-uncertain": {
    says: () => "The encoding of the text is not certain; please check some of its special letters.",
  },
} as const satisfies Record<string, Saying>;

export type ReadingWarningCode = keyof typeof readingWarnings;

/** The warnings of the parts of a document as one of each code, in the order of the list above. */
export function mergeWarnings(warnings: readonly ReadingWarning[]): ReadingWarning[] {
  return (Object.keys(readingWarnings) as ReadingWarningCode[]).flatMap((code) => {
    const own = warnings.filter((warning) => warning.code === code && warning.count > 0);
    if (own.length === 0) return [];
    const pages = [...new Set(own.flatMap((warning) => warning.pages ?? []))].toSorted((a, b) => a - b);
    const details = new Set(own.flatMap(({ detail }) => detail ?? []));
    return {
      code,
      count: own.reduce((sum, { count }) => sum + count, 0),
      ...(pages.length === 0 ? {} : { pages }),
      ...(details.size === 0 ? {} : { detail: [...details].join(", ") }),
    };
  });
}

export function isTruncation({ code }: ReadingWarning): boolean {
  return (readingWarnings[code] as Saying).isTruncation === true;
}

/** What a warning says, with its pages (`Pages 3–7, 9`) and its detail. */
export function warningMessage({ code, count, pages = [], detail }: ReadingWarning): string {
  const where = pages.length === 0 ? "" : ` ${pages.length === 1 ? "Page" : "Pages"} ${rangesOf(pages)}.`;
  return `${readingWarnings[code].says(count)}${where}${detail === undefined ? "" : ` (${detail})`}`;
}

/** From what the database holds; a code of a newer release is left out. */
export function readWarnings(stored: unknown): ReadingWarning[] {
  return asArray(stored).filter((one): one is ReadingWarning =>
    Object.hasOwn(readingWarnings, String(asObject(one)?.["code"])),
  );
}

/** `3–7, 9`; the numbers are sorted. */
function rangesOf(numbers: readonly number[]): string {
  const ranges: { first: number; last: number }[] = [];
  for (const number of numbers) {
    const open = ranges.at(-1);
    if (open !== undefined && number === open.last + 1) open.last = number;
    else ranges.push({ first: number, last: number });
  }
  return ranges.map(({ first, last }) => (first === last ? `${first}` : `${first}–${last}`)).join(", ");
}
