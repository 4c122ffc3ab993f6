import { type Block, QUESTION_LEVEL } from "./block.ts";

const questionNames =
  /^(?:q|question|questions|pertanyaan|tanya|pregunta|pergunta|frage|domanda|問題|问题|質問)$/iu;
const answerNames =
  /^(?:a|answer|answers|jawaban|jawab|respuesta|resposta|antwort|risposta|réponse|reponse|回答|答案)$/iu;

/**
 * The rows of a table, each with its headers, so that a row tells by itself what it means: `Product: Tent; Price: Rp 450,000`.
 * A table of questions and answers becomes these. What stands above the headers is text.
 */
export function tableBlocks(table: readonly (readonly string[])[]): Block[] {
  const rows = table
    .map((row) => row.map((cell) => cell.trim()))
    .filter((row) => row.some((cell) => cell !== ""));
  const headerAt = findHeader(rows);
  if (headerAt === undefined) return rows.length === 0 ? [] : [{ kind: "rows", rows: rows.map(plainRow) }];
  const above = rows.slice(0, headerAt).map((row): Block => ({ kind: "paragraph", text: plainRow(row) }));
  const header = rows[headerAt] ?? [];
  const body = rows.slice(headerAt + 1);
  const question = header.findIndex((name) => questionNames.test(name));
  const answer = header.findIndex((name) => answerNames.test(name));
  if (question >= 0 && answer >= 0) {
    return [...above, ...body.flatMap((row) => questionBlocks(row[question] ?? "", row[answer] ?? ""))];
  }
  return [...above, { kind: "rows", rows: body.map((row) => namedRow(header, row)) }];
}

/** A question with its answer; nothing when either is missing. */
export function questionBlocks(question: string, answer: string): Block[] {
  if (question.trim() === "" || answer.trim() === "") return [];
  return [
    { kind: "heading", level: QUESTION_LEVEL, text: question.trim().replaceAll(/\s*\n\s*/g, " ") },
    { kind: "paragraph", text: answer.trim() },
  ];
}

/** The first row that is as wide as the table, holds only words, and has rows below it. */
function findHeader(rows: readonly (readonly string[])[]): number | undefined {
  const filled = rows.map((row) => row.filter((cell) => cell !== "").length);
  const width = Math.max(0, ...filled);
  const at = filled.findIndex((count) => count >= Math.max(2, Math.ceil(width * 0.6)));
  const row = rows[at];
  if (row === undefined || at === rows.length - 1) return undefined;
  return row.every((cell) => !/^[\d\s.,:%$€£-]+$/.test(cell) || cell === "") ? at : undefined;
}

function namedRow(header: readonly string[], row: readonly string[]): string {
  return row
    .map((cell, at) => {
      const name = (header[at] ?? "").replace(/[:：]$/u, "");
      return cell === "" ? "" : `${name === "" ? "" : `${name}: `}${cell.replaceAll(/\s*\n\s*/g, ", ")}`;
    })
    .filter((cell) => cell !== "")
    .join("; ");
}

function plainRow(row: readonly string[]): string {
  return row.filter((cell) => cell !== "").join(" | ");
}
