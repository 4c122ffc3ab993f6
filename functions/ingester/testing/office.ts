import { strToU8, zipSync } from "fflate";

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const slides = "http://schemas.openxmlformats.org/presentationml/2006/main";
const drawing = "http://schemas.openxmlformats.org/drawingml/2006/main";
const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packaged = "http://schemas.openxmlformats.org/package/2006";

type Block = string | { heading: string } | { table: readonly (readonly string[])[] };

/** A small Word document. */
export function buildDocx(blocks: readonly Block[]): Buffer {
  const body = blocks.map((block) => {
    if (typeof block === "string") return paragraph(block);
    if ("heading" in block) return paragraph(block.heading, '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>');
    const rows = block.table.map(
      (row) => `<w:tr>${row.map((cell) => `<w:tc>${paragraph(cell)}</w:tc>`).join("")}</w:tr>`,
    );
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
export function buildPptx(pages: readonly { title: string; lines: readonly string[] }[]): Buffer {
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
      pages.map(({ title, lines }, index) => [
        `ppt/slides/slide${index + 1}.xml`,
        `<p:sld xmlns:p="${slides}" xmlns:a="${drawing}"><p:cSld><p:spTree>${shape([title], '<p:ph type="title"/>')}${shape(lines, "")}</p:spTree></p:cSld></p:sld>`,
      ]),
    ),
  });
}

/** A Word document of some kilobytes whose text unpacks to so many megabytes. */
export function buildZipBomb(megabytes: number): Buffer {
  return Buffer.from(zipSync({ "word/document.xml": new Uint8Array(megabytes * 2 ** 20) }, { level: 9 }));
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
