import { CAPITALS_LEVEL } from "./block.ts";

const LIST_ITEM = /^\s*(?:[-*+•‣▪●○–·]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+\S/u;
const QUESTION_PREFIX =
  /^(?:q|question|p|pregunta|pergunta|t|tanya|問|问|質問|frage|f)\s?\d*\s?[:：.)]\s*(?=\S)/iu;
const ANSWER_PREFIX =
  /^(?:a|answer|r|respuesta|resposta|j|jawab|jawaban|答|回答|antwort|reponse|réponse)\s?\d*\s?[:：.)]\s*(?=\S)/iu;
const ENDS_SENTENCE = /[.!?。！？…]["'”’»)\]]*$/u;
const ENDS_QUESTION = /[?？]["'”’»)\]]*$/u;
const ENDS_CLAUSE = /[.,;:!?。、，；：！？…]["'”’»)\]]*$/u;
const NUMBERED_HEADING = /^(\d{1,2}(?:\.\d{1,2})*)\.?\s+\p{Lu}/u;
const HEADING_START = /^["'“¿¡(]*(?:\p{Lu}|\p{Lo}|\p{N})/u;

const CODES =
  "Rp|RM|Rs|S/|kr|zł|Kč|Ft|lei|Fr|TL|DH|руб|USD|EUR|GBP|IDR|MYR|SGD|INR|BRL|MXN|JPY|CNY|CHF|AED|SAR";
/** A number after a currency's sign or code, or before it. */
const PRICE = new RegExp(
  `(?:\\p{Sc}|(?<!\\p{L})(?:${CODES})\\.?)\\s?\\d|\\d\\s?(?:\\p{Sc}|(?:${CODES})(?!\\p{L}))`,
  "u",
);
/** The dots, or the gap, that lead from a name to its price or page. */
const LEADERS = /(?:\.\s?){3,}|\S(?: {3,}|\t\s*)\S/u;

const LONGEST_HEADING = 80;
const LONGEST_QUESTION = 160;

export function isListItem(line: string): boolean {
  return LIST_ITEM.test(line);
}

/** Cells of a table, as our reading of a PDF parts them. */
export function isTableRow(line: string): boolean {
  return /\S \| \S/u.test(line);
}

export function endsSentence(line: string): boolean {
  // It may be a chapter that grows line by line, of which only the end matters.
  return ENDS_SENTENCE.test(line.slice(-20));
}

/** The question without its `Q:`; undefined when the line has no such prefix. */
export function prefixedQuestion(line: string): string | undefined {
  return QUESTION_PREFIX.test(line) && line.length <= LONGEST_QUESTION
    ? line.replace(QUESTION_PREFIX, "")
    : undefined;
}

export function withoutAnswerPrefix(line: string): string {
  return line.replace(ANSWER_PREFIX, "");
}

export function isAnswer(line: string): boolean {
  return ANSWER_PREFIX.test(line);
}

/** One short question and nothing else. */
export function isQuestion(line: string): boolean {
  return line.length <= LONGEST_QUESTION && ENDS_QUESTION.test(line) && !/[.!?。！？]\s+\S/u.test(line);
}

/** Short, begins like a title and does not end like a sentence: a heading, if it may be one and what stands around it agrees. */
export function looksLikeHeading(line: string): boolean {
  return (
    line.length <= LONGEST_HEADING &&
    /\p{L}/u.test(line) &&
    hasBothBrackets(line) &&
    HEADING_START.test(line) &&
    !ENDS_CLAUSE.test(line) &&
    !/[-‐\u00AD\uFFFE]$/u.test(line) &&
    (!isListItem(line) || NUMBERED_HEADING.test(line))
  );
}

/** What names a price, or is a row of a table, says something itself and heads nothing, however short it is. */
export function mayHead(line: string): boolean {
  return !isTableRow(line) && !PRICE.test(line) && !LEADERS.test(line);
}

/** The depth of a heading that shows itself as one: by its number (`2.1 Returns` is 2) or by being all in capitals. */
export function headingLevel(line: string): number | undefined {
  const number = NUMBERED_HEADING.exec(line)?.[1];
  if (number !== undefined) return Math.min(number.split(".").length, CAPITALS_LEVEL - 1);
  return /\p{Lu}{4}/u.test(line) && line === line.toUpperCase() ? CAPITALS_LEVEL : undefined;
}

function hasBothBrackets(line: string): boolean {
  return line.replaceAll(/[^(]/g, "").length === line.replaceAll(/[^)]/g, "").length;
}
