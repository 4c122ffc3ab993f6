import { type Block, QUESTION_LEVEL } from "./block.ts";
import { findHeader, type TableForm } from "./table-header.ts";

const questionNames =
  /^(?:q|question|questions|pertanyaan|tanya|pregunta|pergunta|frage|domanda|問題|问题|質問)$/iu;
const answerNames =
  /^(?:a|answer|answers|jawaban|jawab|respuesta|resposta|antwort|risposta|réponse|reponse|回答|答案)$/iu;

type Row = readonly string[];

/**
 * The rows of a table, each with its headers, so that a row tells by itself what it means: `Product: Tent; Price: Rp 450,000`.
 * A table of questions and answers becomes these. What stands above the headers is text; a cell alone in its row below them
 * (see `gridOf`) is what the rows after it stand under.
 */
export function tableBlocks(table: readonly Row[], said: TableForm = {}): Block[] {
  const rows = withoutBlank(table);
  const form = formOf(table, rows, said);
  const place = findHeader(rows, form);
  if (place === undefined) return headless(rows, form);
  const above = rows.slice(0, place.start).map((row): Block => ({ kind: "paragraph", text: plainRow(row) }));
  const header = namesOf(rows.slice(place.start, place.end));
  const body = rows.slice(place.end);
  const question = header.findIndex((name) => questionNames.test(name));
  const answer = header.findIndex((name) => answerNames.test(name));
  if (question >= 0 && answer >= 0) {
    return [...above, ...body.flatMap((row) => questionBlocks(row[question] ?? "", row[answer] ?? ""))];
  }
  if (form.headerRows === undefined && isAmbiguous(header, body)) {
    return [...above, { kind: "rows", lead: plainRow(header), rows: body.map(plainRow) }];
  }
  return [...above, ...sectionBlocks(body, (row) => namedRow(header, row))];
}

/** Without the empty rows among the headers; names at the left show themselves by their colons. */
function formOf(table: readonly Row[], rows: readonly Row[], said: TableForm): TableForm {
  const { headerRows } = said;
  if (headerRows !== undefined)
    return { ...said, headerRows: withoutBlank(table.slice(0, headerRows)).length };
  const isNamed = ([name = "", ...values]: Row) => /[:：]$/u.test(name) && values.length > 0;
  return rows.length > 1 && rows.every(isNamed) ? { ...said, hasRowHeaders: true } : said;
}

function withoutBlank(table: readonly Row[]): string[][] {
  return table.map((row) => row.map((cell) => cell.trim())).filter((row) => row.some((cell) => cell !== ""));
}

/** A question with its answer; nothing when either is missing. */
export function questionBlocks(question: string, answer: string): Block[] {
  if (question.trim() === "" || answer.trim() === "") return [];
  return [
    { kind: "heading", level: QUESTION_LEVEL, text: onOneLine(question) },
    { kind: "paragraph", text: answer.trim() },
    { kind: "heading-end", level: QUESTION_LEVEL },
  ];
}

function headless(rows: readonly Row[], { hasRowHeaders }: TableForm): Block[] {
  return sectionBlocks(rows, (row) =>
    hasRowHeaders === true && row.length > 1 ? rowOfName(row) : plainRow(row),
  );
}

/** Two columns of words may be names and values just as well as a header with what is below it; both are read right as they stand. */
function isAmbiguous(header: Row, body: readonly Row[]): boolean {
  return header.length === 2 && body.some(([, value = ""]) => !/\d/.test(value));
}

/** Of several rows of headers each column has what they say of it. */
function namesOf(header: readonly Row[]): string[] {
  const width = Math.max(...header.map((row) => row.length));
  return Array.from({ length: width }, (_, at) =>
    [...new Set(header.map((row) => onOneLine(row[at] ?? "")))].filter((name) => name !== "").join(" "),
  );
}

/** Rows as `tell` tells them, each under the last cell that stood alone above it. */
function sectionBlocks(rows: readonly Row[], tell: (row: Row) => string): Block[] {
  const blocks: Block[] = [];
  let open: { kind: "rows"; lead?: string; rows: string[] } | undefined;
  rows.forEach((row, at) => {
    if (row.length === 1 && rows.some((other) => other.length > 1)) {
      const isTitle = (rows[at + 1]?.length ?? 1) > 1;
      const text = plainRow(row);
      open = isTitle ? { kind: "rows", lead: text, rows: [] } : undefined;
      blocks.push(open ?? { kind: "paragraph", text });
    } else if (open === undefined) blocks.push((open = { kind: "rows", rows: [tell(row)] }));
    else open.rows.push(tell(row));
  });
  return blocks;
}

function namedRow(header: Row, row: Row): string {
  const told = row.map((cell, at) => {
    const name = (header[at] ?? "").replace(/[:：]$/u, "");
    // A value over several columns of one name is one value.
    const isTold = name !== "" && header[at - 1] === header[at] && row[at - 1] === cell;
    return cell === "" || isTold ? "" : `${name === "" ? "" : `${name}: `}${onOneLine(cell, ", ")}`;
  });
  return told.filter((cell) => cell !== "").join("; ");
}

function rowOfName([name = "", ...values]: Row): string {
  return `${onOneLine(name).replace(/[:：]$/u, "")}: ${plainRow(values)}`;
}

function plainRow(row: Row): string {
  return row
    .filter((cell) => cell !== "")
    .map((cell) => onOneLine(cell, ", "))
    .join(" | ");
}

function onOneLine(text: string, between = " "): string {
  return text.trim().replaceAll(/\s*\n\s*/g, between);
}
