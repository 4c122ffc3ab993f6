import { utils, write, type WorkSheet } from "@e965/xlsx";
import { buildEpub, buildOpenDocument } from "../../../functions/ingester/testing/open-formats.ts";
import { buildDocx, buildPptx, withParts } from "../../../functions/ingester/testing/office.ts";
import type { ReadingFixture } from "./reading-fixture.ts";

const word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const drawing = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"';
const chartSpace = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"';
const relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

type Sheet = { name: string; rows: (string | number)[][]; form?: Partial<WorkSheet>; isHidden?: boolean };

function workbook(sheets: readonly Sheet[], bookType: "xlsx" | "ods" = "xlsx"): Buffer {
  const book = utils.book_new();
  for (const { name, rows, form } of sheets) {
    utils.book_append_sheet(book, Object.assign(utils.aoa_to_sheet(rows), form), name);
  }
  book.Workbook = { Sheets: sheets.map(({ isHidden }) => ({ Hidden: isHidden === true ? 1 : 0 })) };
  return write(book, { type: "buffer", bookType }) as Buffer;
}

const prices = [
  ["Product", "Price", "Note"],
  ["Tent", 450, "light"],
  ["Stove", 200, "gas"],
];
const told = "Product: Tent; Price: 450; Note: light Product: Stove; Price: 200; Note: gas";

const margin = (text: string, kind: "hdr" | "ftr") =>
  `<w:${kind} xmlns:w="${word}"><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:${kind}>`;

function chart(): string {
  const points = (kind: string, values: readonly (string | number)[]) =>
    `<c:${kind}>${values.map((value, at) => `<c:pt idx="${at}"><c:v>${value}</c:v></c:pt>`).join("")}</c:${kind}>`;
  const series = (name: string, values: readonly number[]) =>
    `<c:ser>${points("tx", [name])}${points("cat", ["Single", "Double"])}${points("val", values)}</c:ser>`;
  return `<c:chartSpace ${chartSpace} ${drawing}><c:title><a:t>Prices</a:t></c:title>${series("2025", [400, 600])}${series("2026", [450, 650])}</c:chartSpace>`;
}

const slideWithChart = () =>
  withParts(buildPptx([{ title: "Rooms", lines: ["All with breakfast"] }]), {
    "ppt/slides/_rels/slide1.xml.rels": `<Relationships><Relationship Id="r1" Type="${relations}/chart" Target="../charts/chart1.xml"/><Relationship Id="r2" Type="${relations}/notesSlide" Target="../notesSlides/notesSlide1.xml"/></Relationships>`,
    "ppt/charts/chart1.xml": chart(),
    "ppt/notesSlides/notesSlide1.xml": `<p:notes xmlns:p="x" ${drawing}><p:sp><p:ph type="body"/><a:p><a:r><a:t>Children are free.</a:t></a:r></a:p></p:sp><p:sp><p:ph type="sldNum"/><a:p><a:r><a:t>7</a:t></a:r></a:p></p:sp></p:notes>`,
  });

export const officeFixtures: readonly ReadingFixture[] = [
  {
    name: "merged cells of Word",
    fileName: "rooms.docx",
    file: () =>
      buildDocx([
        {
          hasHeader: true,
          table: [
            ["Season", "2025", "2026"],
            [{ text: "High", down: "first" }, "450", "500"],
            [
              { text: "", down: "next" },
              { text: "full", across: 2 },
            ],
          ],
        },
      ]),
    text: "Season: High; 2025: 450; 2026: 500 Season: High; 2025: full; 2026: full",
    cells: [{ row: "full", column: "2026", value: "full" }],
  },
  {
    name: "headers and footers of Word, each once, without page numbers",
    fileName: "shop.docx",
    file: () =>
      withParts(buildDocx([{ heading: "Delivery" }, "In 2 days."]), {
        "word/header1.xml": margin("Acme Tents", "hdr"),
        "word/header2.xml": margin("Acme Tents", "hdr"),
        "word/footer1.xml": margin("Wi-Fi: 4711", "ftr"),
        "word/footer2.xml": `<w:ftr xmlns:w="${word}"><w:p><w:r><w:t>Page </w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>3</w:t></w:r></w:p></w:ftr>`,
      }),
    text: "Acme Tents Delivery In 2 days. Wi-Fi: 4711",
  },
  {
    name: "hidden and struck text of Word",
    fileName: "shop.docx",
    file: () =>
      withParts(buildDocx(["Tent HIDDEN STRUCK 450"]), {
        "word/document.xml": (xml) =>
          xml.replace(
            /<w:r>.*<\/w:r>/,
            '<w:r><w:t xml:space="preserve">Tent </w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>cheap</w:t></w:r><w:r><w:rPr><w:strike/></w:rPr><w:t>500</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t xml:space="preserve"> 450</w:t></w:r>',
          ),
      }),
    text: "Tent ~~500~~ 450",
    warnings: [{ code: "hidden-text", count: 1 }],
  },
  {
    name: "merged cells of Excel",
    fileName: "rooms.xlsx",
    file: () =>
      workbook([
        {
          name: "Rooms",
          rows: [["Prices of 2026"], ["Room", "Low", "High"], ["Single", 450, 500], ["Double", "full", ""]],
          form: { "!merges": ["A1:C1", "B4:C4"].map((range) => utils.decode_range(range)) },
        },
      ]),
    text: "Rooms Prices of 2026 Room: Single; Low: 450; High: 500 Room: Double; Low: full; High: full",
    cells: [{ row: "Double", column: "High", value: "full" }],
  },
  {
    name: "years above a filter of Excel",
    fileName: "rooms.xlsx",
    file: () =>
      workbook([
        {
          name: "Rooms",
          rows: [
            ["Room", 2024, 2026],
            ["Single", 450, 500],
          ],
          form: { "!autofilter": { ref: "A1:C2" } },
        },
      ]),
    text: "Rooms Room: Single; 2024: 450; 2026: 500",
    cells: [{ row: "Single", column: "2026", value: "500" }],
  },
  {
    name: "sizes in frozen rows of Excel",
    fileName: "shirts.xlsx",
    file: () =>
      withParts(
        workbook([
          {
            name: "Shirts",
            rows: [
              [38, 40],
              [100, 120],
            ],
          },
        ]),
        {
          "xl/worksheets/sheet1.xml": (xml) =>
            xml.replace(
              /<sheetView [^>]*\/>/,
              '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView>',
            ),
        },
      ),
    text: "Shirts 38: 100; 40: 120",
  },
  {
    name: "hidden sheets, rows and columns of Excel",
    fileName: "prices.xlsx",
    file: () =>
      workbook([
        {
          name: "Prices",
          rows: [
            ["Product", "Cost", "Price", "Note"],
            ["Tent", 99, 450, "light"],
            ["Draft", 1, 2, "no"],
            ["Stove", 50, 200, "gas"],
          ],
          form: { "!rows": [{}, {}, { hidden: true }], "!cols": [{}, { hidden: true }] },
        },
        { name: "Costs", rows: [["Secret", 1]], isHidden: true },
      ]),
    text: `Prices ${told}`,
    cells: [{ row: "Stove", column: "Price", value: "200" }],
    warnings: [
      { code: "hidden-sheets", count: 1, detail: "Costs" },
      { code: "hidden-rows", count: 1, detail: "Prices" },
      { code: "hidden-columns", count: 1, detail: "Prices" },
    ],
  },
  {
    name: "struck prices of Excel",
    fileName: "prices.xlsx",
    file: () =>
      withParts(workbook([{ name: "Prices", rows: prices }]), {
        "xl/styles.xml": (xml) =>
          xml
            .replace(
              /<fonts[\s\S]*<\/fonts>/,
              '<fonts><font><sz val="12"/></font><font><strike/></font></fonts>',
            )
            .replace(
              /<cellXfs[\s\S]*<\/cellXfs>/,
              '<cellXfs><xf numFmtId="0" fontId="0"/><xf numFmtId="0" fontId="1"/></cellXfs>',
            ),
        "xl/worksheets/sheet1.xml": (xml) => xml.replace('<c r="B2"', '<c r="B2" s="1"'),
      }),
    text: `Prices ${told.replace("450", "~~450~~")}`,
  },
  {
    name: "merged cells of PowerPoint",
    fileName: "rooms.pptx",
    file: () =>
      buildPptx([
        {
          title: "Rooms",
          lines: [],
          table: [
            [{ text: "Room" }, { text: "2025" }, { text: "2026" }],
            [{ text: "Double" }, { text: "full", across: 2 }, { covered: true }],
          ],
        },
      ]),
    text: "Rooms Room: Double; 2025: full; 2026: full",
  },
  {
    name: "a chart's numbers and a slide's notes",
    fileName: "rooms.pptx",
    file: slideWithChart,
    text: "Rooms All with breakfast Prices Single; 2025: 400; 2026: 450 Double; 2025: 600; 2026: 650 Children are free.",
    cells: [{ row: "Double", column: "2026", value: "650" }],
  },
  {
    name: "struck text of PowerPoint",
    fileName: "prices.pptx",
    file: () =>
      withParts(buildPptx([{ title: "Tent", lines: ["500", "450"] }]), {
        "ppt/slides/slide1.xml": (xml) =>
          xml.replace("<a:r><a:t>500", '<a:r><a:rPr strike="sngStrike"/><a:t>500'),
      }),
    text: "Tent ~~500~~ 450",
  },
  {
    name: "an OpenDocument text",
    fileName: "shop.odt",
    file: () =>
      buildOpenDocument(
        "text",
        '<text:h text:outline-level="1">Delivery</text:h><text:p>To Ban<text:span>dung</text:span> in <text:span text:style-name="T1">4</text:span> 2 days.</text:p>',
        {
          styles:
            '<style:style style:name="T1" style:family="text"><style:text-properties style:text-line-through-style="solid"/></style:style>',
        },
      ),
    text: "Delivery To Bandung in ~~4~~ 2 days.",
  },
  {
    name: "an OpenDocument presentation",
    fileName: "shop.odp",
    file: () =>
      buildOpenDocument(
        "presentation",
        '<draw:page><draw:frame presentation:class="title"><text:p>Delivery</text:p></draw:frame><draw:frame><text:p>In 2 days.</text:p></draw:frame></draw:page>',
      ),
    text: "Delivery In 2 days.",
  },
  {
    name: "an OpenDocument sheet",
    fileName: "prices.ods",
    file: () => workbook([{ name: "Prices", rows: prices }], "ods"),
    text: `Prices ${told}`,
    cells: [{ row: "Stove", column: "Price", value: "200" }],
  },
  {
    name: "a book",
    fileName: "guide.epub",
    file: () => buildEpub(["<h1>Delivery</h1><p>In 2 days.</p>", "<h1>Returns</h1><p>Within 30 days.</p>"]),
    text: "Delivery In 2 days. Returns Within 30 days.",
  },
];
