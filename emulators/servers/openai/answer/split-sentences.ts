/** One statement of a source, with the heading, question or list lead-in that it stands under. */
export type Sentence = { text: string; heading: string; isHeading: boolean };

const bullet = /^\s*(?:[-*•‣–]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+/;
const markdownHeading = /^\s*#{1,6}\s+/;
const numberedHeading = /^\s*(?:chapter |section )?\d+(?:\.\d+)*\.?\s+\p{Lu}.{0,90}[^.,;:]$/iu;
const pageNumber = /^\s*(?:page )?\d{1,4}(?: (?:of|\/) \d{1,4})?\s*$/i;
const headingNumber = /^\s*(?:chapter |section )?\d+(?:\.\d+)*\.?\s+/i;
const sectionNumber = /^(?:\d+\s+)?\d+(?:\.\d+)+\s+(?=\p{Lu})/u;
const abbreviation =
  /(?:\b(?:e\.g|i\.e|etc|vs|no|nr|mr|mrs|ms|dr|st|jl|approx|ca|fig|sec|cf|inc|ltd|pt)|\b\p{Lu})\.\s*$/iu;
const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });

/** Splits a source's text, also text copied from a PDF with its line breaks, into sentences under their headings. */
export function splitSentences(text: string, underHeading = ""): Sentence[] {
  const sentences: Sentence[] = [];
  let heading = underHeading;
  const lines = unwrap(text);
  for (const [number, line] of lines.entries()) {
    if (isHeading(line, lines[number + 1])) {
      heading = line.replace(markdownHeading, "").replace(headingNumber, "").trim();
      sentences.push({ text: heading, heading: "", isHeading: true });
      continue;
    }
    for (const piece of segment(line.replace(bullet, ""))) {
      if (piece.endsWith("?") && piece.length < 150) {
        heading = piece;
        sentences.push({ text: piece, heading: "", isHeading: true });
      } else {
        sentences.push({ text: piece, heading, isHeading: false });
        if (piece.endsWith(":") && piece.length < 150) heading = piece;
      }
    }
  }
  return sentences;
}

function isHeading(line: string, next: string | undefined): boolean {
  if (markdownHeading.test(line)) return true;
  if (numberedHeading.test(line) && !/[.!]\s/.test(line.replace(headingNumber, ""))) return true;
  const isTitle = /^[\p{Lu}\d][^.!?;:|]{2,60}$/u.test(line) && line.split(/\s+/).length <= 8;
  return isTitle && next !== undefined && next.length > line.length && /^[\p{Lu}\d"“].*[.!?:]/u.test(next);
}

function segment(text: string): string[] {
  const pieces: string[] = [];
  for (const { segment: part } of segmenter.segment(text)) {
    const last = pieces.at(-1);
    if (last !== undefined && abbreviation.test(last)) pieces[pieces.length - 1] = last + part;
    else pieces.push(part);
  }
  return pieces
    .map((piece) => piece.trim().replace(sectionNumber, ""))
    .filter((piece) => /[\p{L}\p{N}]/u.test(piece));
}

/** Joins lines that were only wrapped at the page's width, and keeps breaks that mean something. */
function unwrap(text: string): string[] {
  const lines = text.split(/\r?\n/).filter((line) => !pageNumber.test(line));
  const width = Math.max(...lines.map((line) => line.trimEnd().length));
  const joined: string[] = [];
  let open = false;
  for (const raw of lines) {
    const line = raw.trim();
    const last = joined.at(-1);
    const startsAnew =
      line === "" || bullet.test(raw) || markdownHeading.test(raw) || numberedHeading.test(line);
    if (open && last !== undefined && !startsAnew) joined[joined.length - 1] = glue(last, line);
    else if (line !== "") joined.push(line);
    const isWrapped = raw.trimEnd().length >= Math.max(40, width * 0.65) || /[,;]$/.test(line);
    open = line !== "" && isWrapped && !markdownHeading.test(raw) && !/[?:]$/.test(line);
  }
  return joined;
}

function glue(before: string, after: string): string {
  return /\p{Ll}-$/u.test(before) && /^\p{Ll}/u.test(after)
    ? before.slice(0, -1) + after
    : `${before} ${after}`;
}
