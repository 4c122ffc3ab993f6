/** What a table's file says of its headers; a file that says nothing leaves it to their looks. */
export type TableForm = {
  /** How many of its first rows name the columns. */
  headerRows?: number;
  /** Whether the first cell of each row names the row, and no row names the columns. */
  hasRowHeaders?: boolean;
};

/** Where the headers stand; the names of the columns are taken from all of these rows. */
export type HeaderPlace = { start: number; end: number };

const number = /^[\d\s.,:%$€£¥₹+-]+$/;
const year = /^(?:19|20)\d\d$/;

/** The rows that name the columns, below titles that stand alone; undefined where none does, or nothing is below them. */
export function findHeader(rows: readonly (readonly string[])[], form: TableForm): HeaderPlace | undefined {
  if (form.hasRowHeaders === true || form.headerRows === 0) return undefined;
  const place = placeByForm(rows, form.headerRows) ?? placeByLooks(rows);
  return place !== undefined && place.end < rows.length ? place : undefined;
}

/** Titles over the whole table may be marked as its headers too. */
function placeByForm(rows: readonly (readonly string[])[], end = 0): HeaderPlace | undefined {
  const start = rows.findIndex((row) => row.length > 1);
  return start < end && start >= 0 ? { start, end } : undefined;
}

function placeByLooks(rows: readonly (readonly string[])[]): HeaderPlace | undefined {
  const start = rows.findIndex(isWide(rows));
  const row = rows[start];
  if (row === undefined || !looksLikeHeader(row)) return undefined;
  // A name over several columns is told apart by the names below it.
  const next = rows[start + 1] ?? [];
  const isShared = row.some((name, at) => name !== "" && at > 0 && name === row[at - 1]);
  const isParted = isShared && looksLikeHeader(next) && next.some((name, at) => name !== row[at]);
  return { start, end: isParted ? start + 2 : start + 1 };
}

/** A row that is about as wide as the table. */
function isWide(rows: readonly (readonly string[])[]): (row: readonly string[]) => boolean {
  const filled = (row: readonly string[]) => row.filter((cell) => cell !== "").length;
  const least = Math.max(2, Math.ceil(rows.reduce((most, row) => Math.max(most, filled(row)), 0) * 0.6));
  return (row) => filled(row) >= least;
}

/** Only words, or words and years one after the other. */
function looksLikeHeader(row: readonly string[]): boolean {
  const numbers = row.filter((cell) => cell !== "" && number.test(cell));
  if (numbers.length === 0) return true;
  const steps = numbers.slice(1).map((cell, at) => Number(cell) - Number(numbers[at]));
  const areYears = numbers.every((cell) => year.test(cell)) && steps.length > 0;
  return areYears && steps.every((step) => Math.abs(step) === 1 && step === steps[0]);
}
