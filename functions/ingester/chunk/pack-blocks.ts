import { type Block, type Paragraph, QUESTION_LEVEL, type Rows } from "../blocks/block.ts";
import type { ChunkSize } from "./chunk-size.ts";
import { cutLongSentence } from "./cut-long-sentence.ts";
import { isQuestion as isQuestionText, isTableRow } from "../blocks/line-shape.ts";
import { splitSentences } from "../../../shared/language/split-sentences.ts";

/** The piece of a document that is embedded, found and shown to the model. The heading (`A > B`) is not part of the text. */
export type Chunk = { index: number; text: string; heading?: string; page?: number };

type Unit = { text: string; page?: number };

/**
 * Packs blocks into chunks of a size, of whole paragraphs where they fit and whole sentences otherwise. A chunk never runs across
 * a heading, and one of several parts of a table carries its header. Chunks do not overlap: each carries its headings and breaks
 * only where a sentence does, so an overlap would mostly bring the same sentence twice into a prompt that holds few chunks.
 */
export function packBlocks(blocks: readonly Block[], size: ChunkSize): Chunk[] {
  const chunks: Chunk[] = [];
  for (const { heading, isQuestion, body } of sectionsOf(blocks)) {
    for (const { text, page } of packSection(body, isQuestion, size)) {
      chunks.push({
        index: chunks.length,
        text,
        ...(heading === "" ? {} : { heading }),
        ...(page === undefined ? {} : { page }),
      });
    }
  }
  return chunks;
}

type Section = { heading: string; isQuestion: boolean; body: (Paragraph | Rows)[] };

/** Whoever marks more than this as a heading has marked a paragraph. */
const longestHeading = 200;

/** What stands under each heading, with the path that leads there. A heading with nothing under it, or too long for one, is itself text. */
function sectionsOf(blocks: readonly Block[]): Section[] {
  const sections: Section[] = [];
  let path: { level: number; text: string }[] = [];
  let current: Section = { heading: "", isQuestion: false, body: [] };
  blocks.forEach((block, at) => {
    if (block.kind === "heading-end") {
      const outer = path.filter(({ level }) => level < block.level);
      if (outer.length === path.length) return;
      path = outer;
      current = { heading: headingOf(path), isQuestion: false, body: [] };
      return;
    }
    if (block.kind !== "heading") {
      if (current.body.length === 0) sections.push(current);
      current.body.push(block);
      return;
    }
    const next = blocks[at + 1];
    const outer = path.filter(({ level }) => level < block.level);
    const isBare = block.text.length > longestHeading || headsNothing(block.level, next);
    path = isBare ? outer : [...outer, { level: block.level, text: block.text }];
    const isQuestion = !isBare && (block.level === QUESTION_LEVEL || isQuestionText(block.text));
    current = { heading: headingOf(path), isQuestion, body: [] };
    if (!isBare) return;
    const { text, page } = block;
    current.body.push({ kind: "paragraph", text, ...(page === undefined ? {} : { page }) });
    sections.push(current);
  });
  return sections;
}

function headsNothing(level: number, next: Block | undefined): boolean {
  if (next === undefined) return true;
  return (next.kind === "heading" || next.kind === "heading-end") && next.level <= level;
}

function headingOf(path: readonly { text: string }[]): string {
  return path.map(({ text }) => text).join(" > ");
}

function packSection(body: (Paragraph | Rows)[], isQuestion: boolean, size: ChunkSize): Unit[] {
  // An answer is one thing, also where it is long.
  const limit = isQuestion ? size.wholeLimit : size.limit;
  const enough = isQuestion ? limit : size.enough;
  const packed: Unit[] = [];
  for (const unit of body.flatMap((block) => unitsOf(block, { ...size, limit }))) {
    const last = packed.at(-1);
    const joined = last ? `${last.text}\n\n${unit.text}` : unit.text;
    if (last && size.count(last.text) < enough && size.count(joined) <= limit) last.text = joined;
    else packed.push({ ...unit });
  }
  return packed;
}

/** A block in parts that fit: itself, where it does. */
function unitsOf(block: Paragraph | Rows, size: ChunkSize): Unit[] {
  const parts = block.kind === "paragraph" ? paragraphParts(block.text, size) : rowsParts(block, size);
  let end = 0;
  return parts.map((text) => {
    const start = Math.max(end, block.kind === "paragraph" ? block.text.indexOf(text, end) : 0);
    end = start + text.length;
    const page = block.kind === "paragraph" ? pageAt(block, start) : block.page;
    return { text, ...(page === undefined ? {} : { page }) };
  });
}

function pageAt({ turns = [], page }: Paragraph, place: number): number | undefined {
  return turns.findLast(({ at }) => at <= place)?.page ?? page;
}

function paragraphParts(text: string, size: ChunkSize): string[] {
  const length = size.count(text);
  if (length <= size.limit) return [text];
  const sentences = splitSentences(text).flatMap((sentence) => cutToFit(sentence, size.limit, size));
  return fill(sentences, evenShare(length, size.limit), size, (a, b) =>
    /\s$/u.test(a) || !isSpaced(a, b) ? a + b : `${a} ${b}`,
  );
}

function rowsParts({ lead, rows }: Rows, size: ChunkSize): string[] {
  const whole = [...(lead === undefined ? [] : [lead]), ...rows].join("\n");
  if (size.count(whole) <= size.wholeLimit) return [whole];
  const leadLength = lead === undefined ? 0 : size.count(`${lead}\n`);
  // A row of a table says nothing without its header.
  const longest = lead !== undefined && isTableRow(lead) ? size.limit / 2 : size.longestRepeatedLead;
  const repeated = lead !== undefined && leadLength <= longest ? `${lead}\n` : "";
  const room = size.limit - (repeated === "" ? 0 : leadLength);
  const lines = rows.flatMap((row) => cutToFit(row, room, size));
  const parts = fill(lines, room, size, (a, b) => `${a}\n${b}`).map((part) => repeated + part);
  return lead === undefined || repeated !== "" ? parts : [...paragraphParts(lead, size), ...parts];
}

/** The length at which a text that needs n chunks fills them evenly, so that no scrap is left at its end. */
function evenShare(length: number, limit: number): number {
  const share = length / Math.ceil(length / limit);
  return Math.min(limit, Math.ceil(share * 1.15));
}

function fill(
  pieces: string[],
  room: number,
  { count }: ChunkSize,
  join: (a: string, b: string) => string,
): string[] {
  const parts: string[] = [];
  for (const piece of pieces) {
    const last = parts.at(-1);
    const joined = last === undefined ? piece : join(last, piece);
    if (last !== undefined && count(joined.trim()) <= room) parts[parts.length - 1] = joined;
    else parts.push(piece);
  }
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

/** A text that is too long in pieces that are not, cut where `cutLongSentence` cuts. */
function cutToFit(text: string, limit: number, size: ChunkSize): string[] {
  const length = size.count(text.trim());
  if (length <= limit || text.length < 2) return [text];
  const share = Math.floor((text.length * limit) / length);
  // Shorter than the text in any case, so that this ends.
  const characters = Math.max(1, Math.min(share, text.length - 1));
  return cutLongSentence(text, characters).flatMap((piece) => cutToFit(piece, limit, size));
}

/** Sentences of scripts without spaces are put together without one. */
function isSpaced(a: string, b: string): boolean {
  return !(
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}。！？]$/u.test(a) &&
    /^[^\p{Script=Latin}]/u.test(b)
  );
}
