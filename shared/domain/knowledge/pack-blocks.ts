import type { Block, Paragraph, Rows } from "./block.ts";
import { cutLongSentence } from "./cut-long-sentence.ts";
import { splitSentences } from "./split-sentences.ts";

/** The piece of a document that is embedded, found and shown to the model. The heading (`A > B`) is not part of the text. */
export type Chunk = { index: number; text: string; heading?: string; page?: number };

/** A chunk this long is let stand; shorter ones take in the next paragraph if it fits. Characters. */
const ENOUGH = 300;
const LIMIT = 500;
/** A lead longer than this is not repeated over every part of its rows. */
const LONGEST_REPEATED_LEAD = 150;

type Unit = { text: string; page?: number };

/**
 * Packs blocks into chunks of 300 to 500 characters, of whole paragraphs where they fit and whole sentences otherwise. A chunk never
 * runs across a heading. Chunks do not overlap: each carries its headings and breaks only where a sentence does, so an overlap would
 * mostly bring the same sentence twice into a prompt that holds few chunks.
 */
export function packBlocks(blocks: readonly Block[]): Chunk[] {
  const chunks: Chunk[] = [];
  for (const { heading, body } of sectionsOf(blocks)) {
    for (const { text, page } of packSection(body)) {
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

type Section = { heading: string; body: (Paragraph | Rows)[] };

/** What stands under each heading, with the path that leads there. A heading with nothing under it is itself text. */
function sectionsOf(blocks: readonly Block[]): Section[] {
  const sections: Section[] = [];
  let path: { level: number; text: string }[] = [];
  let current: Section = { heading: "", body: [] };
  blocks.forEach((block, at) => {
    if (block.kind !== "heading") {
      if (current.body.length === 0) sections.push(current);
      current.body.push(block);
      return;
    }
    const next = blocks[at + 1];
    const outer = path.filter(({ level }) => level < block.level);
    const isBare = next === undefined || (next.kind === "heading" && next.level <= block.level);
    path = isBare ? outer : [...outer, { level: block.level, text: block.text }];
    current = { heading: path.map(({ text }) => text).join(" > "), body: [] };
    if (!isBare) return;
    const { text, page } = block;
    current.body.push({ kind: "paragraph", text, ...(page === undefined ? {} : { page }) });
    sections.push(current);
  });
  return sections;
}

function packSection(body: (Paragraph | Rows)[]): Unit[] {
  const packed: Unit[] = [];
  for (const unit of body.flatMap(unitsOf)) {
    const last = packed.at(-1);
    const joined = last ? `${last.text}\n\n${unit.text}` : unit.text;
    if (last && last.text.length < ENOUGH && joined.length <= LIMIT) last.text = joined;
    else packed.push({ ...unit });
  }
  return packed;
}

/** A block in parts that fit: itself, where it does. */
function unitsOf(block: Paragraph | Rows): Unit[] {
  const parts = block.kind === "paragraph" ? paragraphParts(block.text) : rowsParts(block);
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

function paragraphParts(text: string): string[] {
  if (text.length <= LIMIT) return [text];
  const sentences = splitSentences(text).flatMap((sentence) =>
    sentence.trim().length > LIMIT ? cutLongSentence(sentence, LIMIT) : [sentence],
  );
  return fill(sentences, evenShare(text.length), (a, b) =>
    /\s$/u.test(a) || !isSpaced(a, b) ? a + b : `${a} ${b}`,
  );
}

function rowsParts({ lead, rows }: Rows): string[] {
  const whole = [...(lead === undefined ? [] : [lead]), ...rows].join("\n");
  if (whole.length <= LIMIT) return [whole];
  const repeated = lead !== undefined && lead.length <= LONGEST_REPEATED_LEAD ? `${lead}\n` : "";
  const room = LIMIT - repeated.length;
  const lines = rows.flatMap((row) => (row.length > room ? cutLongSentence(row, room) : [row]));
  const parts = fill(lines, room, (a, b) => `${a}\n${b}`).map((part) => repeated + part);
  return lead === undefined || repeated !== "" ? parts : [...paragraphParts(lead), ...parts];
}

/** The length at which a text that needs n chunks fills them evenly, so that no scrap is left at its end. */
function evenShare(length: number): number {
  const share = length / Math.ceil(length / LIMIT);
  return Math.min(LIMIT, Math.ceil(share * 1.15));
}

function fill(pieces: string[], room: number, join: (a: string, b: string) => string): string[] {
  const parts: string[] = [];
  for (const piece of pieces) {
    const last = parts.at(-1);
    const joined = last === undefined ? piece : join(last, piece);
    if (last !== undefined && joined.trim().length <= room) parts[parts.length - 1] = joined;
    else parts.push(piece);
  }
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

/** Sentences of scripts without spaces are put together without one. */
function isSpaced(a: string, b: string): boolean {
  return !(
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}。！？]$/u.test(a) &&
    /^[^\p{Script=Latin}]/u.test(b)
  );
}
