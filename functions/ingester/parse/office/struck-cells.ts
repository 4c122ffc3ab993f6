/** The numbers of a workbook's cell styles whose font is struck through. */
export function struckStyles(styles: string): Set<number> {
  const fonts = elementsIn(sectionOf(styles, "fonts"), "font").map((font) =>
    /<(?:\w+:)?strike(?!\s+val="(?:0|false)")[\s/>]/.test(font),
  );
  const formats = Array.from(
    sectionOf(styles, "cellXfs").matchAll(/<(?:\w+:)?xf\s[^>]*>/g),
    ([format]) => format,
  );
  const struck = formats.map((format) => fonts[Number(/\sfontId="(\d+)"/.exec(format)?.[1])] === true);
  return new Set(struck.flatMap((isStruck, at) => (isStruck ? [at] : [])));
}

/** The cells (`B2`) of a sheet that have such a style. */
export function struckCells(sheet: string, styles: ReadonlySet<number>): Set<string> {
  if (styles.size === 0) return new Set();
  const cells = sheet.matchAll(/<(?:\w+:)?c\s[^>]*>/g);
  return new Set(
    Array.from(cells, ([cell]) => cell)
      .filter((cell) => styles.has(Number(/\ss="(\d+)"/.exec(cell)?.[1])))
      .map((cell) => /\sr="([A-Z]+\d+)"/.exec(cell)?.[1] ?? ""),
  );
}

function sectionOf(xml: string, name: string): string {
  return new RegExp(`<(?:\\w+:)?${name}[\\s>][\\s\\S]*?</(?:\\w+:)?${name}>`).exec(xml)?.[0] ?? "";
}

function elementsIn(xml: string, name: string): string[] {
  return (
    xml.match(new RegExp(`<(?:\\w+:)?${name}(?:/>|[\\s>][\\s\\S]*?(?:</(?:\\w+:)?${name}>))`, "g")) ?? []
  );
}
