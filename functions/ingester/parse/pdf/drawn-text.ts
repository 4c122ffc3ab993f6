import { OPS } from "unpdf/pdfjs";

type Matrix = readonly [number, number, number, number, number, number];
type Box = { left: number; bottom: number; right: number; top: number };
type Glyph = { unicode: string; width: number; isSpace: boolean };
type State = {
  ctm: Matrix;
  fill: string;
  mode: number;
  size: number;
  leading: number;
  letter: number;
  word: number;
  stretch: number;
};

/** What pdf.js tells of how a page is drawn. */
export type Drawing = { fnArray: readonly number[]; argsArray: readonly unknown[] };
/** A piece of text as it is drawn, at the place where it begins, in points. */
export type DrawnText = { text: string; x: number; y: number; isInvisible: boolean; isWhite: boolean };

const identity: Matrix = [1, 0, 0, 1, 0, 0];
const begin: State = {
  ctm: identity,
  fill: "#000000",
  mode: 0,
  size: 0,
  leading: 0,
  letter: 0,
  word: 0,
  stretch: 1,
};
const neitherFilledNorStroked = new Set([3, 7]);
const opens = new Set<number>([OPS.save, OPS.paintFormXObjectBegin, OPS.beginGroup]);
const closes = new Set<number>([OPS.restore, OPS.paintFormXObjectEnd, OPS.endGroup]);
const fills = new Set<unknown>([
  OPS.fill,
  OPS.eoFill,
  OPS.fillStroke,
  OPS.eoFillStroke,
  OPS.closeFillStroke,
  OPS.closeEOFillStroke,
]);
const pictures = new Set<number>([
  OPS.paintImageXObject,
  OPS.paintInlineImageXObject,
  OPS.paintImageMaskXObject,
  OPS.paintImageXObjectRepeat,
  OPS.shadingFill,
]);

/** Whether something other than letters and plain shapes is painted, on which white letters may show. */
export function hasPictures({ fnArray }: Drawing): boolean {
  return fnArray.some((operator) => pictures.has(operator));
}

/** The texts of a page in the order in which they are drawn, and whether they can be seen: white ones where a shape lies below. */
export function drawnTexts({ fnArray, argsArray }: Drawing): DrawnText[] {
  const texts: DrawnText[] = [];
  const shapes: Box[] = [];
  const saved: State[] = [];
  let state = begin;
  let line: Matrix = identity;
  let text: Matrix = identity;
  const move = (x: number, y: number) => (text = line = multiply(line, [1, 0, 0, 1, x, y]));
  for (const [at, operator] of fnArray.entries()) {
    const args = (argsArray[at] ?? []) as unknown[];
    const [first = 0, second = 0] = args as number[];
    if (opens.has(operator)) saved.push(state);
    if (closes.has(operator)) state = saved.pop() ?? begin;
    else if (operator === OPS.transform)
      state = { ...state, ctm: multiply(state.ctm, args as unknown as Matrix) };
    else if (operator === OPS.paintFormXObjectBegin && Array.isArray(args[0]))
      state = { ...state, ctm: multiply(state.ctm, args[0] as unknown as Matrix) };
    else if (operator === OPS.setFillRGBColor) state = { ...state, fill: String(args[0]) };
    else if (operator === OPS.setFillColorN) state = { ...state, fill: "pattern" };
    else if (operator === OPS.setTextRenderingMode) state = { ...state, mode: first };
    else if (operator === OPS.setFont) state = { ...state, size: second };
    else if (operator === OPS.setLeading) state = { ...state, leading: -first };
    else if (operator === OPS.setCharSpacing) state = { ...state, letter: first };
    else if (operator === OPS.setWordSpacing) state = { ...state, word: first };
    else if (operator === OPS.setHScale) state = { ...state, stretch: first / 100 };
    else if (operator === OPS.beginText) text = line = identity;
    else if (operator === OPS.setTextMatrix)
      text = line = [
        ...((Array.isArray(args[0]) || ArrayBuffer.isView(args[0]) ? args[0] : args) as number[]),
      ] as unknown as Matrix;
    else if (operator === OPS.moveText) move(first, second);
    else if (operator === OPS.setLeadingMoveText) {
      state = { ...state, leading: second };
      move(first, second);
    } else if (operator === OPS.nextLine) move(0, state.leading);
    else if (operator === OPS.constructPath && fills.has(args[0]) && !isWhite(state.fill))
      shapes.push(boxOf(args[2], state.ctm));
    else if (operator === OPS.showText) {
      const glyphs = args[0] as readonly (Glyph | number | null)[];
      const [, , , , x, y] = multiply(state.ctm, text);
      texts.push({
        text: glyphs.map((glyph) => (typeof glyph === "object" ? (glyph?.unicode ?? "") : "")).join(""),
        x,
        y,
        isInvisible: neitherFilledNorStroked.has(state.mode),
        isWhite: isWhite(state.fill) && !shapes.some((shape) => holds(shape, x + 1, y + 1)),
      });
      text = multiply(text, [1, 0, 0, 1, advanceOf(glyphs, state), 0]);
    }
  }
  return texts;
}

function advanceOf(
  glyphs: readonly (Glyph | number | null)[],
  { size, letter, word, stretch }: State,
): number {
  const widths = glyphs.map((glyph) => {
    if (typeof glyph === "number") return (-glyph / 1000) * size;
    return glyph === null ? 0 : (glyph.width / 1000) * size + letter + (glyph.isSpace ? word : 0);
  });
  return stretch * widths.reduce((sum, width) => sum + width, 0);
}

function isWhite(fill: string): boolean {
  return /^#(?:f[a-f\d]){3}$/i.test(fill);
}

function holds({ left, bottom, right, top }: Box, x: number, y: number): boolean {
  return x >= left && x <= right && y >= bottom && y <= top;
}

function boxOf(bounds: unknown, ctm: Matrix): Box {
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = Array.from((bounds ?? []) as ArrayLike<number>);
  const corners = [
    [x0, y0],
    [x0, y1],
    [x1, y0],
    [x1, y1],
  ].map(([x = 0, y = 0]) => multiply(ctm, [1, 0, 0, 1, x, y]));
  const [xs, ys] = [corners.map(([, , , , x]) => x), corners.map(([, , , , , y]) => y)];
  return { left: Math.min(...xs), bottom: Math.min(...ys), right: Math.max(...xs), top: Math.max(...ys) };
}

function multiply([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix): Matrix {
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}
