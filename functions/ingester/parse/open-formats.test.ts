import { utils, write } from "@e965/xlsx";
import { describe, expect, test } from "vitest";
import { chunkText } from "../chunk/chunk-text.ts";
import { chunkSizeInCharacters } from "../testing/chunk-size.ts";
import { buildEpub, buildOpenDocument } from "../testing/open-formats.ts";
import { parseDocument } from "./parse-document.ts";

async function toldIn(content: Buffer | string, fileName: string): Promise<string[]> {
  const chunks = chunkText(await parseDocument(Buffer.from(content), fileName), chunkSizeInCharacters);
  return chunks.map(({ page, heading, text }) =>
    [page, heading, text].filter((part) => part !== undefined).join(": "),
  );
}

const told = [
  "Shop > Delivery: To Bandung in 2 days.",
  "Shop > Prices: Product: Tent; Size: S; Price: 450\nProduct: Tent; Size: L; Price: 500",
];

describe("OpenDocument", () => {
  const cell = (text: string, form = "") =>
    `<table:table-cell ${form}><text:p>${text}</text:p></table:table-cell>`;
  const row = (...cells: string[]) => `<table:table-row>${cells.join("")}</table:table-row>`;
  const table = [
    `<table:table><table:table-column table:number-columns-repeated="3"/>`,
    row(cell("Product"), cell("Size"), cell("Price")),
    row(cell("Tent", 'table:number-rows-spanned="2"'), cell("S"), cell("450")),
    row("<table:covered-table-cell/>", cell("L"), cell("500")),
    "</table:table>",
  ].join("");

  test("text keeps its headings, merged cells, and words of several runs whole", async () => {
    const body = `<text:h text:outline-level="1">Shop</text:h><text:h text:outline-level="2">Delivery</text:h><text:p>To Ban<text:span>dung</text:span> in <text:span text:style-name="T1">2</text:span> days.</text:p><text:h text:outline-level="2">Prices</text:h>${table}`;
    expect(await toldIn(buildOpenDocument("text", body), "shop.odt")).toEqual(told);
  });

  test("slides are pages below their titles", async () => {
    const frame = (text: string, form = "") =>
      `<draw:frame ${form}><draw:text-box><text:p>${text}</text:p></draw:text-box></draw:frame>`;
    const body = [
      `<draw:page>${frame("Delivery", 'presentation:class="title"')}${frame("To Bandung in 2 days.")}</draw:page>`,
      `<draw:page><draw:frame>${table}</draw:frame><presentation:notes>${frame("Smile.")}</presentation:notes></draw:page>`,
    ];
    expect(await toldIn(buildOpenDocument("presentation", body.join("")), "shop.odp")).toEqual([
      "1: Delivery: To Bandung in 2 days.",
      "2: Product: Tent; Size: S; Price: 450\nProduct: Tent; Size: L; Price: 500",
    ]);
  });

  test("a sheet is read as Excel's", async () => {
    const book = utils.book_new();
    utils.book_append_sheet(
      book,
      utils.aoa_to_sheet([
        ["Product", "Size", "Price"],
        ["Tent", "S", 450],
      ]),
      "Prices",
    );
    const file = write(book, { type: "buffer", bookType: "ods" }) as Buffer;
    expect(await toldIn(file, "shop.ods")).toEqual(["1: Prices: Product: Tent; Size: S; Price: 450"]);
  });

  test("with a password is refused as such", async () => {
    const file = buildOpenDocument("text", "", { isEncrypted: true });
    await expect(toldIn(file, "shop.odt")).rejects.toMatchObject({ code: "encrypted" });
  });
});

test("a book is read chapter by chapter, without its table of contents", async () => {
  const file = buildEpub([
    `<h1>Delivery<a id="top"/></h1><div class="line"/><p>To Bandung in 2 days.</p>`,
    "<p>Within 30 days.</p>",
  ]);
  expect(await toldIn(file, "shop.epub")).toEqual(["Delivery: To Bandung in 2 days.", "Within 30 days."]);
});

describe("Rich Text", () => {
  const rtf = (body: string) =>
    `{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fcharset0 Arial;}{\\f1\\fcharset204 Arial CYR;}}{\\colortbl;\\red0\\green0\\blue0;}{\\*\\generator Word;}{\\info{\\title Secret}}\n${body}}`;
  const row = (cells: string, form = "\\cellx1000\\cellx2000\\cellx3000") =>
    `\\trowd${form}\\pard\\intbl ${cells}\\row\n`;

  test.each(["shop.rtf", "shop.txt", "shop.doc"])(
    "keeps headings, tables and letters, called %s too",
    async (name) => {
      const body = [
        "{\\pard\\outlinelevel0 Shop\\par}{\\pard\\outlinelevel1 Delivery\\par}\\pard To Ban\ndung in 2 days.\\par",
        "{\\pard\\outlinelevel1 Prices\\par}",
        row("Product\\cell Size\\cell Price\\cell"),
        row("Tent\\cell S\\cell 450\\cell", "\\clvmgf\\cellx1000\\cellx2000\\cellx3000"),
        row("\\cell L\\cell 500\\cell", "\\clvmrg\\cellx1000\\cellx2000\\cellx3000"),
      ];
      expect(await toldIn(rtf(body.join("")), name)).toEqual(told);
    },
  );

  test("reads each letter by its font, by Unicode, or by name", async () => {
    const body =
      "{\\f1 \\'d6\\'e5\\'ed\\'e0} caf\\'e9 \\u8364?5 {\\uc2\\u9731\\'81\\'9a}\\emdash\\{x\\}\\\\ \\u-10179?\\u-8576?\\par";
    expect(await toldIn(rtf(body), "a.rtf")).toEqual(["Цена café €5 ☃—{x}\\ 🚀"]);
  });

  test("leaves out what is hidden, and says so", async () => {
    const parsed = await parseDocument(Buffer.from(rtf("Open{\\v  never} daily.\\par")), "a.rtf");
    expect(parsed).toMatchObject({
      pages: [{ blocks: [{ text: "Open daily." }] }],
      warnings: [{ code: "hidden-text", count: 1 }],
    });
  });
});

describe("a letter", () => {
  const letter = (...lines: string[]) => lines.join("\r\n");
  const head = [
    "From: Sari <sari@example.com>",
    "Date: Sun, 01 Mar 2026 09:30:00 +0700",
    "Subject: =?utf-8?B?UHJpY2VzIOKCrA==?=",
    "MIME-Version: 1.0",
  ];

  test("is read below its subject, in whatever it is encoded", async () => {
    const mail = letter(
      ...head,
      'Content-Type: text/html; charset="windows-1251"',
      "Content-Transfer-Encoding: quoted-printable",
      "",
      "<p>=D6=E5=ED=E0: 450.</p>",
    );
    expect(await toldIn(mail, "prices.eml")).toEqual([
      "Prices €: Sari, 2026-03-01T02:30:00.000Z\n\nЦена: 450.",
    ]);
  });

  test("of plain text is read too, and its attachments are named as not read", async () => {
    const part = (...lines: string[]) => letter("--x", ...lines, "");
    const mail = letter(
      ...head,
      "Content-Type: multipart/mixed; boundary=x",
      "",
      part("Content-Type: text/plain", "", "We ship on Mondays."),
      part(
        "Content-Type: application/pdf",
        "Content-Disposition: attachment; filename=prices.pdf",
        "",
        "%PDF",
      ),
      "--x--",
    );
    expect((await toldIn(mail, "prices.eml")).join()).toContain("We ship on Mondays.");
    expect((await parseDocument(Buffer.from(mail), "prices.eml")).warnings).toEqual([
      { code: "attachments", count: 1, detail: "prices.pdf" },
    ]);
  });
});
