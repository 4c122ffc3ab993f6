import { parseDocument } from "../../../functions/ingester/parse/parse-document.ts";
import type { Block } from "../../../functions/ingester/blocks/block.ts";
import type { ParsedDocument } from "../../../functions/ingester/blocks/parsed-document.ts";
import type { Cell, ReadingFixture } from "./reading-fixture.ts";
import { mergeWarnings, type ReadingWarning } from "../../../shared/knowledge/rules/reading-warning.ts";

export type Judged = {
  /** What was read, line by line. */
  text: string;
  words: number;
  lost: string[];
  invented: string[];
  misplaced: Cell[];
  warnings: ReadingWarning[];
};

/** Reads the fixture as the ingester does, and compares with what a person reads in it. */
export async function judgeReading(fixture: ReadingFixture): Promise<Judged> {
  const parsed = await parseDocument(await fixture.file(), fixture.fileName);
  const text = textOf(parsed);
  const [expected, read] = [wordsOf(fixture.text), wordsOf(text)];
  return {
    text,
    words: expected.length,
    lost: missing(expected, read),
    invented: missing(read, expected),
    misplaced: (fixture.cells ?? []).filter((cell) => !holdsCell(text.split("\n"), cell)),
    warnings: mergeWarnings(parsed.warnings ?? []),
  };
}

function textOf({ pages }: ParsedDocument): string {
  return pages
    .flatMap((page) => ("text" in page ? [page.text] : page.blocks.flatMap(linesOfBlock)))
    .join("\n");
}

function linesOfBlock(block: Block): string[] {
  if (block.kind === "heading-end") return [];
  return block.kind === "rows" ? [block.lead ?? "", ...block.rows] : [block.text];
}

/** What parts cells, and marks an empty one, is no word. */
function wordsOf(text: string): string[] {
  return text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
}

/** Of the first, those that the second does not hold as often. */
function missing(words: readonly string[], from: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const word of from) left.set(word, (left.get(word) ?? 0) + 1);
  return words.filter((word) => {
    const count = left.get(word) ?? 0;
    left.set(word, count - 1);
    return count <= 0;
  });
}

/** In a line of the row: named (`Price: 35`), or as many bars from its start as its header. */
function holdsCell(lines: readonly string[], { row, column, value }: Cell): boolean {
  return lines.some((line, at) => {
    if (!line.includes(row)) return false;
    if (line.includes(`${column}: ${value}`)) return true;
    const header = lines.slice(0, at).findLast((above) => cellsOf(above).includes(column));
    return header !== undefined && cellsOf(line)[cellsOf(header).indexOf(column)] === value;
  });
}

function cellsOf(line: string): string[] {
  return line
    .replaceAll(/^\s*\||\|\s*$/gu, "")
    .split("|")
    .map((cell) => cell.trim());
}
