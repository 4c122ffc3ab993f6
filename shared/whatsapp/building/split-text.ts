import { splitSentences } from "../../language/split-sentences.ts";

/** WhatsApp's limit of a text message, in UTF-16 units as Meta counts them at worst. */
export const maxTextLength = 4096;

/** Marks that span a piece are closed at its end and opened again in the next. */
const fence = "```";

/**
 * Cuts a text into messages of at most `maxLength`: between paragraphs where it can, else between lines, sentences,
 * words, and inside a word only where nothing else is left; never inside a character. A code block that is cut stays one.
 */
export function splitText(text: string, maxLength = maxTextLength): string[] {
  const whole = text.trim();
  if (whole.length <= maxLength) return whole === "" ? [] : [whole];
  // Room for the fences that a cut code block needs.
  return closeFences(pack(whole, maxLength - 2 * fence.length, separators));
}

type Separator = { cut(text: string): string[] };

/** From the best place to cut to the worst. Each keeps every character, so that pieces join to the text. */
const separators: readonly Separator[] = [
  { cut: (text) => splitAfter(text, "\n\n") },
  { cut: (text) => splitAfter(text, "\n") },
  { cut: splitSentences },
  { cut: (text) => splitAfter(text, " ") },
];

function pack(text: string, maxLength: number, [separator, ...rest]: readonly Separator[]): string[] {
  const pieces: string[] = [];
  let current = "";
  const flush = (): void => {
    if (current.trim() !== "") pieces.push(current.trim());
    current = "";
  };
  for (const part of separator?.cut(text) ?? splitGraphemes(text)) {
    if ((current + part).trimEnd().length <= maxLength) {
      current += part;
      continue;
    }
    if (part.trim().length <= maxLength) {
      flush();
      current = part.trimStart();
    } else if (separator === undefined) {
      flush();
      pieces.push(...cutHard(part, maxLength));
    } else {
      // What came before it fills the first piece up: no message of a few words before a long one.
      const smaller = pack((current + part).trim(), maxLength, rest);
      current = smaller.pop() ?? "";
      pieces.push(...smaller);
      current += part.slice(part.trimEnd().length);
    }
  }
  flush();
  return pieces;
}

function splitAfter(text: string, separator: string): string[] {
  const parts = text.split(separator);
  return parts.map((part, index) => (index < parts.length - 1 ? part + separator : part));
}

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

function splitGraphemes(text: string): string[] {
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

/** One character of more units than a message holds: only a hostile text has one. */
function cutHard(text: string, maxLength: number): string[] {
  const pieces: string[] = [];
  let piece = "";
  for (const point of text) {
    if (piece.length + point.length > maxLength) {
      pieces.push(piece);
      piece = "";
    }
    piece += point;
  }
  if (piece !== "") pieces.push(piece);
  return pieces;
}

function closeFences(pieces: readonly string[]): string[] {
  let isOpen = false;
  return pieces.map((piece) => {
    const opened = isOpen ? fence + piece : piece;
    if ((piece.split(fence).length - 1) % 2 === 1) isOpen = !isOpen;
    return isOpen ? opened + fence : opened;
  });
}
