import { type PdfItem, placeOf } from "./pdf-item.ts";

/** What pdf.js tells of an annotation, as far as we read it. */
export type Annotation = {
  subtype?: string;
  rect?: readonly number[];
  hidden?: boolean;
  fieldType?: string;
  fieldValue?: unknown;
  checkBox?: boolean;
  radioButton?: boolean;
  buttonValue?: string;
  exportValue?: string;
  contentsObj?: { str: string };
};

/** The foot of a field's text stands about this far up from that of its frame, in heights of a line. */
const lineHeight = 12;

/** What a form is filled with and what is written over the page, as runs of text where they stand. */
export function annotationItems(annotations: readonly Annotation[]): PdfItem[] {
  return annotations.flatMap((annotation) => {
    const text = annotation.hidden === true ? "" : textOf(annotation).trim();
    const [left = 0, bottom = 0, right = 0, top = 0] = annotation.rect ?? [];
    if (text === "") return [];
    const height = Math.min(lineHeight, Math.max(1, top - bottom));
    const lines = text.split(/\r\n|[\r\n]/u);
    const foot = lines.length === 1 ? bottom + (top - bottom - height) / 2 : top - height;
    return lines.map((str, at) => ({
      str,
      transform: [height, 0, 0, height, left, foot - at * height],
      width: Math.max(1, right - left),
      height,
      hasEOL: true,
    }));
  });
}

function textOf(annotation: Annotation): string {
  if (annotation.subtype !== "Widget")
    return ["FreeText", "Text"].includes(annotation.subtype ?? "") ? (annotation.contentsObj?.str ?? "") : "";
  const { fieldValue: value } = annotation;
  const values = (Array.isArray(value) ? value : [value]).filter((one) => typeof one === "string");
  if (annotation.checkBox === true) return values[0] === annotation.exportValue ? "✓" : "";
  if (annotation.radioButton === true) return values[0] === annotation.buttonValue ? "✓" : "";
  return annotation.fieldType === "Tx" || annotation.fieldType === "Ch" ? values.join(", ") : "";
}

/** Puts each value into the line of runs that it stands on, or else between the lines above and below it. */
export function placeItems(lines: readonly PdfItem[][], items: readonly PdfItem[]): PdfItem[][] {
  const placed = lines.map((line) => [...line]);
  for (const item of items) {
    const { y } = placeOf(item);
    const own = placed
      .filter((line) => line.length > 0)
      .map((line) => ({ line, far: Math.abs(placeOf(line[0] ?? item).y - y) }))
      .toSorted((a, b) => a.far - b.far)[0];
    if (own !== undefined && own.far < item.height * 0.7) own.line.push(item);
    else {
      const below = placed.findIndex((line) => line[0] !== undefined && placeOf(line[0]).y < y);
      placed.splice(below === -1 ? placed.length : below, 0, [item]);
    }
  }
  return placed;
}
