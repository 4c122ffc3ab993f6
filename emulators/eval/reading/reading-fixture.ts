import type { ReadingWarning } from "../../../shared/knowledge/rules/reading-warning.ts";

/** A small document that was once read wrong, made by us, and what a person reads in it. */
export type ReadingFixture = {
  name: string;
  fileName: string;
  /** Made when it is read: some take a library's time. */
  file(): Buffer | Promise<Buffer>;
  /** All that is to be read, in the order in which it is. */
  text: string;
  /** Values that belong to a column: in a row with this in it, below this header. */
  cells?: readonly Cell[];
  /** All of them, in the order of the catalogue. */
  warnings?: readonly ReadingWarning[];
};

export type Cell = { row: string; column: string; value: string };
