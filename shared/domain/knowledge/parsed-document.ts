/** A document's text as its parser read it, before chunking. */
export type ParsedDocument = {
  kind: "pdf" | "markdown" | "text";
  /** One for a document without pages; `number` counts from 1. */
  pages: { number?: number; text: string }[];
};
