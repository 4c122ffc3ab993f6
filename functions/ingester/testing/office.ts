import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const slides = "http://schemas.openxmlformats.org/presentationml/2006/main";
const drawing = "http://schemas.openxmlformats.org/drawingml/2006/main";
const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packaged = "http://schemas.openxmlformats.org/package/2006";

/** `across` columns; `down` begins or goes on with a cell over several rows. */
type WordCell = string | { text: string; across?: number; down?: "first" | "next" };
type Block = string | { heading: string } | { table: readonly (readonly WordCell[])[]; hasHeader?: boolean };
/** A cell, or the place that a merged one covers. */
type SlideCell = { text: string; across?: number; down?: number } | { covered: true };
type Slide = { title: string; lines: readonly string[]; table?: readonly (readonly SlideCell[])[] };

/** A small Word document. */
export function buildDocx(blocks: readonly Block[]): Buffer {
  const body = blocks.map((block) => {
    if (typeof block === "string") return paragraph(block);
    if ("heading" in block) return paragraph(block.heading, '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>');
    const rows = block.table.map((row, at) => {
      const form = block.hasHeader === true && at === 0 ? "<w:trPr><w:tblHeader/></w:trPr>" : "";
      return `<w:tr>${form}${row.map(wordCell).join("")}</w:tr>`;
    });
    return `<w:tbl>${rows.join("")}</w:tbl>`;
  });
  return archive({
    "[Content_Types].xml": `<Types xmlns="${packaged}/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>`,
    "_rels/.rels": `<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="word/document.xml"/></Relationships>`,
    "word/document.xml": `<w:document xmlns:w="${word}"><w:body>${body.join("")}</w:body></w:document>`,
    "word/styles.xml": `<w:styles xmlns:w="${word}"><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>`,
    "word/_rels/document.xml.rels": `<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
  });
}

/** A small PowerPoint file: a title and lines for each slide. */
export function buildPptx(pages: readonly Slide[]): Buffer {
  const shape = (lines: readonly string[], holder: string) =>
    `<p:sp><p:nvSpPr><p:nvPr>${holder}</p:nvPr></p:nvSpPr><p:txBody>${lines.map((line) => `<a:p><a:r><a:t>${escape(line)}</a:t></a:r></a:p>`).join("")}</p:txBody></p:sp>`;
  const list = pages.map((_page, index) => `<p:sldId id="${256 + index}" r:id="rId${index}"/>`);
  const links = pages.map(
    (_page, index) =>
      `<Relationship Id="rId${index}" Type="${relations}/slide" Target="slides/slide${index + 1}.xml"/>`,
  );
  return archive({
    "ppt/presentation.xml": `<p:presentation xmlns:p="${slides}" xmlns:r="${relations}"><p:sldIdLst>${list.join("")}</p:sldIdLst></p:presentation>`,
    "ppt/_rels/presentation.xml.rels": `<Relationships xmlns="${packaged}/relationships">${links.join("")}</Relationships>`,
    ...Object.fromEntries(
      pages.map(({ title, lines, table = [] }, index) => [
        `ppt/slides/slide${index + 1}.xml`,
        `<p:sld xmlns:p="${slides}" xmlns:a="${drawing}"><p:cSld><p:spTree>${shape([title], '<p:ph type="title"/>')}${shape(lines, "")}${slideTable(table)}</p:spTree></p:cSld></p:sld>`,
      ]),
    ),
  });
}

/** The file with parts put in, or made of what they were. */
export function withParts(file: Buffer, parts: Record<string, string | ((xml: string) => string)>): Buffer {
  const all = unzipSync(file);
  for (const [name, part] of Object.entries(parts)) {
    all[name] = strToU8(typeof part === "string" ? part : part(strFromU8(all[name] ?? new Uint8Array())));
  }
  return Buffer.from(zipSync(all));
}

/** A Word document of some kilobytes whose text unpacks to so many megabytes. */
export function buildZipBomb(megabytes: number): Buffer {
  return Buffer.from(zipSync({ "word/document.xml": new Uint8Array(megabytes * 2 ** 20) }, { level: 9 }));
}

function wordCell(cell: WordCell): string {
  const { text, across, down } = typeof cell === "string" ? { text: cell } : cell;
  const columns = across === undefined ? "" : `<w:gridSpan w:val="${across}"/>`;
  const rows = down === undefined ? "" : `<w:vMerge${down === "first" ? ' w:val="restart"' : ""}/>`;
  return `<w:tc><w:tcPr>${columns}${rows}</w:tcPr>${paragraph(text)}</w:tc>`;
}

function slideTable(rows: readonly (readonly SlideCell[])[]): string {
  if (rows.length === 0) return "";
  const cells = rows.map((row) => `<a:tr>${row.map(slideCell).join("")}</a:tr>`);
  return `<p:graphicFrame><a:graphic><a:graphicData><a:tbl><a:tblPr firstRow="1"/>${cells.join("")}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>`;
}

function slideCell(cell: SlideCell): string {
  if ("covered" in cell) return `<a:tc hMerge="1"><a:txBody><a:p/></a:txBody></a:tc>`;
  const spans = `gridSpan="${cell.across ?? 1}" rowSpan="${cell.down ?? 1}"`;
  return `<a:tc ${spans}><a:txBody><a:p><a:r><a:t>${escape(cell.text)}</a:t></a:r></a:p></a:txBody></a:tc>`;
}

function paragraph(text: string, properties = ""): string {
  return `<w:p>${properties}<w:r><w:t xml:space="preserve">${escape(text)}</w:t></w:r></w:p>`;
}

function archive(files: Record<string, string>): Buffer {
  const entries = Object.entries(files).map(([name, xml]) => [name, strToU8(declaration + xml)] as const);
  return Buffer.from(zipSync(Object.fromEntries(entries)));
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
