export type PdfOptions = {
  /** Asks for a password that nobody knows. */
  encrypted?: boolean;
};

/** A real, small PDF: a page for each list, a line of Helvetica for each text (Latin characters only). */
export function buildPdf(
  pages: readonly (readonly string[])[],
  { encrypted = false }: PdfOptions = {},
): Buffer {
  const firstPage = 4;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_page, index) => `${firstPage + 2 * index} 0 R`).join(" ")}] >>`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ...pages.flatMap((lines, index) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${firstPage + 2 * index + 1} 0 R >>`,
      stream(
        lines.map((line, row) => `BT /F1 12 Tf 50 ${780 - 18 * row} Td (${escape(line)}) Tj ET`).join("\n"),
      ),
    ]),
  ];
  const secret = "0".repeat(64);
  const encryption = `/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <${secret}> /U <${secret}> >> /ID [<00> <00>]`;
  return assemble(objects, encrypted ? encryption : "");
}

function stream(content: string): string {
  return `<< /Length ${Buffer.byteLength(content, "latin1")} >>\nstream\n${content}\nendstream`;
}

function escape(line: string): string {
  return line.replaceAll(/[\\()]/g, String.raw`\$&`);
}

function assemble(objects: readonly string[], trailer: string): Buffer {
  let body = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const offset = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const entries = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  const size = objects.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${entries}`;
  const end = `trailer\n<< /Size ${size} /Root 1 0 R ${trailer} >>\nstartxref\n${body.length}\n%%EOF\n`;
  return Buffer.from(body + table + end, "latin1");
}
