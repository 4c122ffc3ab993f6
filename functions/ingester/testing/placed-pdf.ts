/** A run of text at its place on the page, in points from the lower left. */
export type Run = {
  text: string;
  x: number;
  y: number;
  size?: number;
  /** What each glyph's `ToUnicode` says, where it is not one character a glyph. */
  glyphs?: readonly string[];
  /** Operators before the text, such as `1 1 1 rg` or `3 Tr`. */
  before?: string;
  /** `blank`: a font that does not say its letters; `CMap`: the name of a predefined one, with the text's bytes in hexadecimal. */
  font?: "blank" | { cMap: string; ordering: string; hex: string };
};

type Options = {
  /** More entries of each page's dictionary, and more objects they refer to, numbered from 100 on. */
  page?: string;
  objects?: readonly string[];
};

const glyphWidth = 500;

/** A PDF of glyphs at their places, in fonts of our making: every script, in the order in which it is drawn. */
export function buildPlacedPdf(
  pages: readonly (readonly Run[])[],
  { page = "", objects = [] }: Options = {},
): Buffer {
  const glyphs = [...new Set(pages.flat().flatMap(glyphsOf))];
  const cMaps = [
    ...new Map(
      pages.flat().flatMap(({ font }) => (typeof font === "object" ? [[font.cMap, font] as const] : [])),
    ).values(),
  ];
  const body = new Map<number, string>();
  body.set(1, "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [] >> >>");
  const pageNumbers = pages.map((_page, at) => 300 + 2 * at);
  body.set(
    2,
    `<< /Type /Pages /Count ${pages.length} /Kids [${pageNumbers.map((number) => `${number} 0 R`).join(" ")}] >>`,
  );
  body.set(3, compositeFont("Made", "Identity-H", "Identity", "/ToUnicode 4 0 R"));
  body.set(4, stream(toUnicode(glyphs)));
  body.set(5, compositeFont("Mute", "Identity-H", "Identity", ""));
  cMaps.forEach(({ cMap, ordering }, at) => body.set(10 + at, compositeFont("Far", cMap, ordering, "")));
  objects.forEach((object, at) => body.set(100 + at, object));
  const fonts = `/Made 3 0 R /Mute 5 0 R ${cMaps.map(({ cMap }, at) => `/${cMap} ${10 + at} 0 R`).join(" ")}`;
  pages.forEach((runs, at) => {
    const content = runs.map((run) => drawn(run, glyphs)).join("\n");
    body.set(
      300 + 2 * at,
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << ${fonts} >> >> /Contents ${301 + 2 * at} 0 R ${page} >>`,
    );
    body.set(301 + 2 * at, stream(content));
  });
  return assemble(body);
}

function glyphsOf({ text, glyphs, font }: Run): readonly string[] {
  return font === undefined ? (glyphs ?? Array.from(text)) : [];
}

function drawn(run: Run, glyphs: readonly string[]): string {
  const { text, x, y, size = 12, before = "", font } = run;
  const [name, hex] =
    typeof font === "object"
      ? [font.cMap, font.hex]
      : font === "blank"
        ? // As subset fonts number their glyphs: 29 below ASCII.
          ["Mute", Array.from(text, (character) => hexOf((character.codePointAt(0) ?? 32) - 29)).join("")]
        : [
            "Made",
            glyphsOf(run)
              .map((glyph) => hexOf(glyphs.indexOf(glyph) + 1))
              .join(""),
          ];
  return `q ${before} BT /${name} ${size} Tf ${x} ${y} Td <${hex}> Tj ET Q`;
}

function toUnicode(glyphs: readonly string[]): string {
  const lines = glyphs.map(
    (glyph, at) => `<${hexOf(at + 1)}> <${Buffer.from(glyph, "utf16le").swap16().toString("hex")}>`,
  );
  return `/CIDInit /ProcSet findresource begin 12 dict begin begincmap
1 begincodespacerange <0000> <FFFF> endcodespacerange
${lines.map((line) => `1 beginbfchar ${line} endbfchar`).join("\n")}
endcmap end end`;
}

function compositeFont(name: string, encoding: string, ordering: string, more: string): string {
  return `<< /Type /Font /Subtype /Type0 /BaseFont /${name} /Encoding /${encoding} ${more} /DescendantFonts [ << /Type /Font /Subtype /CIDFontType2 /BaseFont /${name} /CIDSystemInfo << /Registry (Adobe) /Ordering (${ordering}) /Supplement 0 >> /DW ${glyphWidth} /FontDescriptor << /Type /FontDescriptor /FontName /${name} /Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >> >> ] >>`;
}

function hexOf(code: number): string {
  return code.toString(16).padStart(4, "0");
}

function stream(content: string): string {
  return `<< /Length ${Buffer.byteLength(content, "latin1")} >>\nstream\n${content}\nendstream`;
}

function assemble(objects: ReadonlyMap<number, string>): Buffer {
  let body = "%PDF-1.7\n";
  const entries: string[] = [];
  for (const [number, object] of [...objects].toSorted(([a], [b]) => a - b)) {
    entries.push(`${number} 1\n${String(Buffer.byteLength(body, "latin1")).padStart(10, "0")} 00000 n \n`);
    body += `${number} 0 obj\n${object}\nendobj\n`;
  }
  const size = Math.max(...objects.keys()) + 1;
  const start = Buffer.byteLength(body, "latin1");
  return Buffer.from(
    `${body}xref\n0 1\n0000000000 65535 f \n${entries.join("")}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`,
    "latin1",
  );
}
