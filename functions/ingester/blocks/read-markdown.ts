import { type Block, QUESTION_LEVEL } from "./block.ts";
import { joinLeads } from "./join-leads.ts";
import { isListItem, isQuestion, prefixedQuestion, withoutAnswerPrefix } from "./line-shape.ts";
import { plainMarkdown } from "./plain-markdown.ts";

const FRONT_MATTER = /^---\r?\n[\s\S]*?\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/;
const COMMENT = /<!--[\s\S]*?-->/g;
const ATX = /^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$/;
const SETEXT = /^ {0,3}(=+|-+)\s*$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;
const RULE = /^ {0,3}(?:(?:\*\s*){3,}|(?:_\s*){3,}|(?:-\s*){3,})$/;

/** Reads Markdown (CommonMark's blocks and GFM tables, as far as text needs them) into blocks. */
export function readMarkdown(source: string): Block[] {
  const lines = source.replace(FRONT_MATTER, "").replaceAll(COMMENT, "").split(/\r?\n/);
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const { block, end } = readBlock(lines, at);
    if (block) blocks.push(...asQuestion(block));
    at = end;
  }
  return joinLeads(blocks);
}

type Read = { block?: Block; end: number };

function readBlock(lines: string[], at: number): Read {
  const line = (lines[at] ?? "").replace(/^(?:\s{0,3}>\s?)+/, "");
  if (line.trim() === "" || (RULE.test(line) && !isUnderline(lines, at))) return { end: at + 1 };
  const heading = ATX.exec(line);
  if (heading) {
    const text = plainMarkdown(heading[2] ?? "");
    return text === ""
      ? { end: at + 1 }
      : { block: { kind: "heading", level: heading[1]?.length ?? 1, text }, end: at + 1 };
  }
  if (FENCE.test(line)) return readCode(lines, at);
  if (line.includes("|") && TABLE_RULE.test(lines[at + 1] ?? "")) return readTable(lines, at);
  if (isListItem(line)) return readList(lines, at);
  return readParagraph(lines, at);
}

function isUnderline(lines: string[], at: number): boolean {
  return SETEXT.test(lines[at] ?? "") && (lines[at - 1] ?? "").trim() !== "";
}

function readCode(lines: string[], at: number): Read {
  const fence = FENCE.exec(lines[at] ?? "")?.[1]?.slice(0, 3) ?? "```";
  let end = at + 1;
  while (end < lines.length && !(lines[end] ?? "").trim().startsWith(fence)) end += 1;
  const rows = lines.slice(at + 1, end).filter((row) => row.trim() !== "");
  return rows.length === 0 ? { end: end + 1 } : { block: { kind: "rows", rows }, end: end + 1 };
}

function readTable(lines: string[], at: number): Read {
  let end = at + 2;
  while (end < lines.length && (lines[end] ?? "").includes("|")) end += 1;
  const [lead = "", ...rows] = [lines[at] ?? "", ...lines.slice(at + 2, end)].map(plainRow);
  const block: Block = rows.length === 0 ? { kind: "rows", rows: [lead] } : { kind: "rows", lead, rows };
  return { block, end };
}

function plainRow(line: string): string {
  const cells = line
    .trim()
    .replace(/^\||\|$/g, "")
    .split("|");
  return cells.map((cell) => plainMarkdown(cell)).join(" | ");
}

/** Items with the lines that continue them; blank lines between items stay inside the list. */
function readList(lines: string[], at: number): Read {
  const rows: string[] = [];
  let end = at;
  for (; end < lines.length; end++) {
    const line = lines[end] ?? "";
    if (isListItem(line)) rows.push(line.trimEnd());
    else if (line.trim() === "") {
      const next = lines[end + 1] ?? "";
      if (!isListItem(next) && !/^\s{2,}\S/.test(next)) break;
    } else if (ATX.test(line) || FENCE.test(line)) break;
    else rows.push(`${rows.pop() ?? ""} ${line.trim()}`);
  }
  return { block: { kind: "rows", rows: rows.map(plainMarkdown) }, end };
}

function readParagraph(lines: string[], at: number): Read {
  const text: string[] = [];
  let end = at;
  for (; end < lines.length; end++) {
    const line = (lines[end] ?? "").replace(/^(?:\s{0,3}>\s?)+/, "");
    const underline = end > at ? SETEXT.exec(line)?.[1] : undefined;
    if (underline) {
      const level = underline.startsWith("=") ? 1 : 2;
      return { block: { kind: "heading", level, text: plainMarkdown(text.join(" ")) }, end: end + 1 };
    }
    if (line.trim() === "" || ATX.test(line) || FENCE.test(line) || (end > at && startsOther(lines, end)))
      break;
    // Two spaces or a backslash at its end keep a line break.
    text.push(/(?: {2,}|\\)$/.test(line) ? `${line.replace(/\\$/, "").trim()}\n` : line.trim());
  }
  const joined = plainMarkdown(text.join(" ").replaceAll("\n ", "\n"));
  return joined === "" ? { end } : { block: { kind: "paragraph", text: joined }, end };
}

function startsOther(lines: string[], at: number): boolean {
  const line = lines[at] ?? "";
  const isTable = line.includes("|") && TABLE_RULE.test(lines[at + 1] ?? "");
  // An answer right under its question needs no blank line.
  return isListItem(line) || isTable || prefixedQuestion(plainMarkdown(line)) !== undefined;
}

/** A paragraph that is a question is the heading of its answer, with `Q:` or without; the answer may be in the same paragraph. */
function asQuestion(block: Block): Block[] {
  if (block.kind !== "paragraph") return [block];
  const prefixed = prefixedQuestion(block.text);
  if (prefixed !== undefined) return splitAnswer(prefixed);
  if (isQuestion(block.text)) return [{ kind: "heading", level: QUESTION_LEVEL, text: block.text }];
  return [{ ...block, text: withoutAnswerPrefix(block.text) }];
}

function splitAnswer(text: string): Block[] {
  const end = text.search(/(?<=[?？])\s/u);
  const question = end < 0 ? text : text.slice(0, end);
  const answer = withoutAnswerPrefix(text.slice(question.length).trim());
  return [
    { kind: "heading", level: QUESTION_LEVEL, text: question },
    ...(answer === "" ? [] : [{ kind: "paragraph" as const, text: answer }]),
  ];
}
