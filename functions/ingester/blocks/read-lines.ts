import { type Block, type Paragraph, QUESTION_LEVEL, TITLE_LEVEL } from "./block.ts";
import {
  endsSentence,
  headingLevel,
  isAnswer,
  isListItem,
  isQuestion,
  isTableRow,
  looksLikeHeading,
  mayHead,
  prefixedQuestion,
  withoutAnswerPrefix,
} from "./line-shape.ts";
import { joinLeads } from "./join-leads.ts";
import { joinLines } from "./join-lines.ts";

/** Characters of the narrowest column in which we expect lines to have been broken. */
const NARROWEST = 60;
const LONGEST_PARAGRAPH = 5_000;

/** A line of plain text; an empty one parts paragraphs. */
export type Line = { text: string; page?: number };

/**
 * Reads lines without markup into blocks: lines that were broken for their width are joined to paragraphs again; a short line by
 * itself is a heading, several in a row are rows of a list or table; a question is the heading of its answer.
 */
export function readLines(lines: readonly Line[]): Block[] {
  const width = fullWidth(lines);
  const blocks: Block[] = [];
  /** The paragraph that the next line may continue. */
  let open: Paragraph | undefined;
  let at = 0;
  while (at < lines.length) {
    const text = textAt(lines, at);
    if (text === "") open = undefined;
    const own = text === "" ? { blocks: [], end: at + 1 } : ownBlocks(lines, at, open, blocks.at(-1));
    if (own) {
      addBlocks(blocks, own.blocks, textAt(lines, at - 1) !== "");
      open = undefined;
      at = own.end;
      continue;
    }
    open = addToText(blocks, lines, at, open, width);
    if (isFinished(text, width) || isLongEnough(open, text)) open = undefined;
    at += 1;
  }
  return joinLeads(blocks);
}

/** Rows right under rows go on with them, up to the end of the page. */
function addBlocks(blocks: Block[], added: Block[], isRightUnder: boolean): void {
  const last = blocks.at(-1);
  const [first, ...others] = added;
  if (isRightUnder && last?.kind === "rows" && first?.kind === "rows" && last.page === first.page) {
    last.rows.push(...first.rows);
    blocks.push(...others);
  } else blocks.push(...added);
}

/** Puts a line of running text where it belongs; gives the paragraph that it stands in. */
function addToText(
  blocks: Block[],
  lines: readonly Line[],
  at: number,
  open: Paragraph | undefined,
  width: number,
): Paragraph | undefined {
  const text = textAt(lines, at);
  if (open) {
    const joined = joinLines(open.text, text);
    const page = lines[at]?.page;
    if (page !== undefined && page !== (open.turns?.at(-1)?.page ?? open.page)) {
      open.turns = [...(open.turns ?? []), { at: joined.length - text.length, page }];
    }
    open.text = joined;
    return open;
  }
  const last = blocks.at(-1);
  if (last?.kind === "rows" && continuesItem(lines, at, width)) {
    last.rows.push(joinLines(last.rows.pop() ?? "", text));
    return undefined;
  }
  const paragraph: Paragraph = { kind: "paragraph", text: withoutAnswerPrefix(text), ...pageOf(lines[at]) };
  blocks.push(paragraph);
  return paragraph;
}

type Own = { blocks: Block[]; end: number };

/** The blocks that begin with this line because of its shape: a question, items, a heading, a run of short lines. */
function ownBlocks(
  lines: readonly Line[],
  at: number,
  open: Paragraph | undefined,
  last: Block | undefined,
): Own | undefined {
  const text = textAt(lines, at);
  const mayBegin = !open || (headingLevel(text) !== undefined && endsSentence(open.text));
  const question = prefixedQuestion(text) ?? (mayBegin && isQuestion(text) ? text : undefined);
  if (question !== undefined) {
    const heading = {
      kind: "heading" as const,
      level: headingLevel(question) ?? QUESTION_LEVEL,
      text: question,
      ...pageOf(lines[at]),
    };
    return { blocks: [heading], end: at + 1 };
  }
  if (isTableRow(text)) {
    const end = endOfRun(lines, at, (other) => isTableRow(textAt(lines, other)));
    return { blocks: [nextPartOf(last, lines, at, end) ?? tableOf(lines, at, end)], end };
  }
  if (isListItem(text) && !isHeading(lines, at, open)) {
    const end = endOfRun(lines, at, (other) => isListItem(textAt(lines, other)));
    return { blocks: [rowsOf(lines, at, end)], end };
  }
  if (isAnswer(text) || !isTitleLike(lines, at) || (open && !isHeading(lines, at, open))) return undefined;
  const end = endOfRun(lines, at, (other) => isTitleLike(lines, other));
  const blocks: Block[] = [];
  for (let each = at; each < end; each++) {
    const isLast = each === end - 1;
    if (isLast ? isHeading(lines, each, undefined) : headsNext(lines, each)) {
      const title = textAt(lines, each);
      blocks.push({
        kind: "heading",
        level: headingLevel(title) ?? TITLE_LEVEL,
        text: title,
        ...pageOf(lines[each]),
      });
    } else addBlocks(blocks, [rowsOf(lines, each, each + 1)], true);
  }
  return { blocks, end };
}

/** `2 Returns` right above `2.1 Fees`. */
function headsNext(lines: readonly Line[], at: number): boolean {
  const level = headingLevel(textAt(lines, at));
  const next = headingLevel(textAt(lines, at + 1));
  return level !== undefined && next !== undefined && next > level && mayHead(textAt(lines, at));
}

/** Has the shape of a title, and the next line does not go on with its sentence. */
function isTitleLike(lines: readonly Line[], at: number): boolean {
  return looksLikeHeading(textAt(lines, at)) && !/^\p{Ll}/u.test(textAt(lines, at + 1));
}

/**
 * A title-like line is a heading when text follows and it either stands alone or shows what it is by a number or capitals. Right
 * under a paragraph that may go on, only the latter counts, and only after the end of a sentence.
 */
function isHeading(lines: readonly Line[], at: number, open: Paragraph | undefined): boolean {
  if (!isTitleLike(lines, at) || !mayHead(textAt(lines, at))) return false;
  const text = textAt(lines, at);
  const following = nextText(lines, at);
  if (following === undefined || (isListItem(text) && isListItem(following))) return false;
  if (headingLevel(text) !== undefined) return !open || endsSentence(open.text);
  return !open && !isTitleLike(lines, at - 1);
}

/** The end of lines of one shape right under each other, on one page. */
function endOfRun(lines: readonly Line[], at: number, belongs: (at: number) => boolean): number {
  let end = at + 1;
  while (textAt(lines, end) !== "" && lines[end]?.page === lines[at]?.page && belongs(end)) end += 1;
  return end;
}

function rowsOf(lines: readonly Line[], start: number, end: number): Block {
  const rows = lines.slice(start, end).map(({ text }) => text.trim());
  return { kind: "rows", rows, ...pageOf(lines[start]) };
}

/** Three rows or more are a table, whose first row names the columns. */
function tableOf(lines: readonly Line[], start: number, end: number): Block {
  const [lead, ...rows] = lines.slice(start, end).map(({ text }) => text.trim());
  if (lead === undefined || rows.length < 2) return rowsOf(lines, start, end);
  return { kind: "rows", lead, rows, ...pageOf(lines[start]) };
}

/** The rows of a table that began on the page before, with its header; undefined where another begins. */
function nextPartOf(
  table: Block | undefined,
  lines: readonly Line[],
  start: number,
  end: number,
): Block | undefined {
  const lead = table?.kind === "rows" ? table.lead : undefined;
  const page = lines[start]?.page;
  const isNextPage = page !== undefined && lines[start - 1]?.page === page - 1;
  if (lead === undefined || !isNextPage || !isTableRow(textAt(lines, start - 1))) return undefined;
  const rows = lines.slice(start, end).map(({ text }) => text.trim());
  if (rows.some((row) => cellsIn(row) > cellsIn(lead))) return undefined;
  return { kind: "rows", lead, rows: rows[0] === lead ? rows.slice(1) : rows, page };
}

function cellsIn(row: string): number {
  return row.split(" | ").length;
}

/** The next line of an item: right under it, and indented, or inside a sentence, or after a line that was full. */
function continuesItem(lines: readonly Line[], at: number, width: number): boolean {
  const text = lines[at]?.text ?? "";
  const before = textAt(lines, at - 1);
  return before !== "" && (/^\s*\p{Ll}|^\s{2,}/u.test(text) || before.length >= width * 0.85);
}

/** A line that ends a sentence well before the right margin ends its paragraph. */
function isFinished(line: string, width: number): boolean {
  return line.length < width * 0.85 && (endsSentence(line) || /[:：]$/u.test(line));
}

/** Where all lines are full a paragraph would be the whole document, and take long to put together; chunks are far shorter. */
function isLongEnough(open: Paragraph | undefined, line: string): boolean {
  return open !== undefined && open.text.length > LONGEST_PARAGRAPH && endsSentence(line);
}

/** How long a line is that goes to the right margin: the 90th percentile, for where all lines are short none was broken. */
function fullWidth(lines: readonly Line[]): number {
  const lengths = lines.map(({ text }) => text.trim().length).filter((length) => length > 0);
  return Math.max(NARROWEST, lengths.toSorted((a, b) => a - b)[Math.floor(lengths.length * 0.9)] ?? 0);
}

/** The next line that is not empty. */
function nextText(lines: readonly Line[], at: number): string | undefined {
  for (let next = at + 1; next < lines.length; next++) {
    if (textAt(lines, next) !== "") return textAt(lines, next);
  }
  return undefined;
}

function textAt(lines: readonly Line[], at: number): string {
  return lines[at]?.text.trim() ?? "";
}

function pageOf(line: Line | undefined): { page?: number } {
  return line?.page === undefined ? {} : { page: line.page };
}
