/** A piece of a document's structure, in reading order. `page` is where it begins. */
export type Block = Heading | HeadingEnd | Paragraph | Rows;

/** Level 1 is the outermost; a question of a FAQ is the innermost heading, of what answers it. */
type Heading = { kind: "heading"; level: number; text: string; page?: number };

/** Headings of this level and those inside it head nothing from here on. */
type HeadingEnd = { kind: "heading-end"; level: number; page?: number };

/** Running text on one line, or with the line breaks that belong to it. */
export type Paragraph = { kind: "paragraph"; text: string; page?: number; turns?: PageTurn[] };

/** From this place in the text on, it stands on this page. */
type PageTurn = { at: number; page: number };

/**
 * Lines that mean something each by itself: the items of a list, the rows of a table, code. `lead` is what all of them need to be
 * understood: a table's header, the line that introduces a list.
 */
export type Rows = { kind: "rows"; lead?: string; rows: string[]; page?: number };

/** Numbered headings, which go seven deep at most, stand above those in capitals, these above other titles, and all above questions. */
export const CAPITALS_LEVEL = 8;
export const TITLE_LEVEL = 9;
export const QUESTION_LEVEL = 10;
