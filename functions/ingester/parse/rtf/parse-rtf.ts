import type { ParsedDocument } from "../../blocks/parsed-document.ts";
import { htmlBlocks } from "../html/html-blocks.ts";
import { readHtml } from "../html/html-node.ts";
import { encodingOfCharset, encodingOfCodePage } from "./rtf-encoding.ts";
import { type CellJoin, createRtfPage, type RtfPage } from "./rtf-page.ts";
import { type RtfToken, rtfTokens } from "./rtf-tokens.ts";

/** Groups whose text is none of the page's. */
const aside = new Set(
  "colortbl stylesheet info pict objdata themedata colorschememapping datastore latentstyles listtable listoverridetable rsidtbl generator fldinst header headerl headerr headerf footer footerl footerr footerf xmlnstbl filetbl revtbl".split(
    " ",
  ),
);
const signs: Record<string, string> = {
  tab: "\t",
  emdash: "—",
  endash: "–",
  lquote: "‘",
  rquote: "’",
  ldblquote: "“",
  rdblquote: "”",
  bullet: "•",
  "~": "\u00A0",
  _: "‑",
  "\\": "\\",
  "{": "{",
  "}": "}",
};

type Group = {
  place: "page" | "fonts" | "aside";
  font: number;
  isStruck: boolean;
  isHidden: boolean;
  skip: number;
};
type Reading = {
  page: RtfPage;
  groups: Group[];
  encoding: string;
  fonts: Map<number, string>;
  /** Bytes that are not decoded yet, for a letter may have two. */
  bytes: number[];
  /** How many letters stand for a Unicode sign that has been read. */
  skipping: number;
  level: number | undefined;
  isInTable: boolean;
  joins: CellJoin[];
  join: CellJoin;
  isHeader: boolean;
  hidden: number;
};

/** Paragraphs, headings and tables of Rich Text Format 1.9.1, read from the tokens of rtf-stream-parser. */
export async function parseRtf(bytes: Uint8Array): Promise<ParsedDocument> {
  const reading: Reading = {
    page: createRtfPage(),
    groups: [{ place: "page", font: 0, isStruck: false, isHidden: false, skip: 1 }],
    encoding: "windows-1252",
    fonts: new Map(),
    bytes: [],
    skipping: 0,
    level: undefined,
    isInTable: false,
    joins: [],
    join: "none",
    isHeader: false,
    hidden: 0,
  };
  for await (const token of rtfTokens(bytes)) read(reading, token);
  flush(reading);
  const blocks = htmlBlocks(readHtml(reading.page.html()).body);
  return {
    kind: "blocks",
    pages: [{ blocks }],
    ...(reading.hidden === 0 ? {} : { warnings: [{ code: "hidden-text" as const, count: reading.hidden }] }),
  };
}

function read(reading: Reading, token: RtfToken): void {
  const group = reading.groups.at(-1);
  if (group === undefined) return;
  if (token.kind === "text") return addBytes(reading, token.data);
  if (token.kind === "control" && token.word === "'")
    return addBytes(reading, token.data ?? new Uint8Array());
  flush(reading);
  if (token.kind === "open") reading.groups.push({ ...group });
  else if (token.kind === "close") {
    // The outermost stays: text after the last bracket is read too.
    if (reading.groups.length > 1) reading.groups.pop();
    reading.skipping = 0;
  } else control(reading, group, token.word, token.param);
}

function control(reading: Reading, group: Group, word: string, param: number | undefined): void {
  if (word === "*" || aside.has(word)) group.place = "aside";
  else if (word === "fonttbl") group.place = "fonts";
  else if (word === "f") group.font = param ?? 0;
  else if (word === "fcharset") setFont(reading, group.font, param ?? 0);
  else if (word === "ansicpg") reading.encoding = encodingOfCodePage(param ?? 1252);
  else if (word === "uc") group.skip = param ?? 1;
  else if (word === "strike" || word === "striked") group.isStruck = param !== 0;
  else if (word === "v") group.isHidden = param !== 0;
  else if (word === "plain") Object.assign(group, { isStruck: false, isHidden: false });
  else if (group.place === "page") pageControl(reading, group, word, param);
}

function pageControl(reading: Reading, group: Group, word: string, param: number | undefined): void {
  const { page } = reading;
  const sign = Object.hasOwn(signs, word) ? signs[word] : undefined;
  if (sign !== undefined) addText(reading, group, sign);
  else if (word === "u" && param !== undefined) {
    addText(reading, group, String.fromCharCode(param < 0 ? param + 65_536 : param));
    reading.skipping = group.skip;
  } else if (word === "line") page.lineBreak();
  else if (word === "par" || word === "sect" || word === "page") {
    page.endParagraph(reading.level, reading.isInTable);
  } else if (word === "pard") Object.assign(reading, { level: undefined, isInTable: false });
  else if (word === "outlinelevel") reading.level = (param ?? 0) + 1;
  else tableControl(reading, word);
}

function tableControl(reading: Reading, word: string): void {
  const { page } = reading;
  if (word === "intbl") reading.isInTable = true;
  else if (word === "trowd") Object.assign(reading, { joins: [], join: "none", isHeader: false });
  else if (word === "trhdr") reading.isHeader = true;
  else if (word === "clmrg") reading.join = "left";
  else if (word === "clvmrg") reading.join = "above";
  else if (word === "cellx") {
    reading.joins.push(reading.join);
    reading.join = "none";
  } else if (word === "cell" || word === "nestcell") page.endCell();
  else if (word === "row") page.endRow(reading.joins, reading.isHeader);
}

function setFont(reading: Reading, font: number, charset: number): void {
  const encoding = encodingOfCharset(charset);
  if (encoding !== undefined) reading.fonts.set(font, encoding);
}

/** Line ends of the file are none of the text. */
function addBytes(reading: Reading, data: Uint8Array): void {
  for (const byte of data) {
    if (byte === 0x0a || byte === 0x0d) continue;
    if (reading.skipping > 0) reading.skipping -= 1;
    else reading.bytes.push(byte);
  }
}

function flush(reading: Reading): void {
  const group = reading.groups.at(-1);
  if (reading.bytes.length === 0 || group === undefined) return;
  const encoding = reading.fonts.get(group.font) ?? reading.encoding;
  const text = new TextDecoder(encoding).decode(Uint8Array.from(reading.bytes));
  reading.bytes = [];
  addText(reading, group, text);
}

function addText(reading: Reading, { place, isStruck, isHidden }: Group, text: string): void {
  if (place !== "page") return;
  if (isHidden) reading.hidden += text.trim() === "" ? 0 : 1;
  else reading.page.text(text, isStruck);
}
