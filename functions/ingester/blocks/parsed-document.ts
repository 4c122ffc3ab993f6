import type { ReadingWarning } from "../../../shared/knowledge/rules/reading-warning.ts";
import type { Block } from "./block.ts";

/** A document as its parser read it, before chunking: as text whose structure is yet to be found, or in blocks. */
export type ParsedDocument = {
  /** What was left out and why, in any order. */
  warnings?: ReadingWarning[];
} & (
  | {
      kind: "pdf" | "markdown" | "text";
      /** One for a document without pages; `number` counts from 1. */
      pages: { number?: number; text: string }[];
    }
  | { kind: "blocks"; pages: { number?: number; blocks: Block[] }[] }
);
