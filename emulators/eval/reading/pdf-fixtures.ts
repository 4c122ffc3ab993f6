import { buildPlacedPdf, type Run } from "../../../functions/ingester/testing/placed-pdf.ts";
import { buildPdf } from "../../../functions/ingester/testing/pdf.ts";
import type { ReadingFixture } from "./reading-fixture.ts";

const products = ["Rattan chair", "Teak table", "Linen sofa", "Oak shelf", "Cane lamp"];
const prices = ["450.000", "275.000", "1.250.000", "890.000", "150.000"];

/** Runs under each other from the top, each line of which holds the texts at their places from the left. */
function lines(texts: readonly (readonly [number, string][])[]): Run[] {
  return texts.flatMap((line, at) => line.map(([x, text]) => ({ text, x, y: 780 - 20 * at })));
}

/** As a program writes Arabic and Hebrew: the glyphs from the left, so that the last letter comes first. */
function fromRight(text: string, x: number, y: number, glyphs: readonly string[] = Array.from(text)): Run {
  return { text, x, y, glyphs: glyphs.toReversed() };
}

function field(rect: readonly number[], entries: string): string {
  return `<< /Type /Annot /Subtype /Widget /Rect [${rect.join(" ")}] /F 4 ${entries} >>`;
}

export const pdfFixtures: readonly ReadingFixture[] = [
  {
    name: "a catalogue of one product a page keeps every price",
    fileName: "catalogue.pdf",
    file: () =>
      buildPdf(
        products.map((name, at) => [
          "Rumah Kita 2026",
          name,
          "For the living room.",
          `Price: Rp ${prices[at]}`,
        ]),
      ),
    // What runs over all pages is most of what each holds.
    text: products
      .map((name, at) => `Rumah Kita 2026 ${name} For the living room. Price: Rp ${prices[at]}`)
      .join("\n"),
  },
  {
    name: "last lines that look like page numbers or like headers stay",
    fileName: "shop.pdf",
    file: () =>
      buildPdf([
        ["Sizes", "S/M/L/XL"],
        ["Password of the Wi-Fi", "4711"],
        ["Chairs in stock", "150"],
        ["Rooms", "XL"],
      ]),
    text: "Sizes S/M/L/XL Password of the Wi-Fi 4711 Chairs in stock 150 Rooms XL",
  },
  {
    name: "rooms numbered page by page keep their numbers",
    fileName: "rooms.pdf",
    file: () =>
      buildPdf(
        [101, 102, 103, 104].map((room) => [
          `Room ${room}`,
          "With a view of the bay and breakfast.",
          "Two guests.",
        ]),
      ),
    text: [101, 102, 103, 104]
      .map((room) => `Room ${room} With a view of the bay and breakfast. Two guests.`)
      .join("\n"),
  },
  {
    name: "pages that differ by nothing but a word are not taken for running lines",
    fileName: "cards.pdf",
    file: () => buildPdf(["Tea", "Coffee", "Juice"].map((drink) => [drink, "Served all day", "With ice"])),
    text: "Tea Served all day With ice Coffee Served all day With ice Juice Served all day With ice",
  },
  {
    name: "headers, footers and page numbers that run over the pages go",
    fileName: "terms.pdf",
    file: () =>
      buildPdf(
        products.map((name, at) => [
          "ACME Terms",
          `Of the ${name} this page tells all there is to know.`,
          `It is kept for ${at + 3} years and mended free of charge.`,
          `Page ${at + 1} of 5`,
        ]),
      ),
    text: products
      .map(
        (name, at) =>
          `Of the ${name} this page tells all there is to know. It is kept for ${at + 3} years and mended free of charge.`,
      )
      .join("\n"),
  },
  {
    name: "a menu with dot leaders is not a table of contents",
    fileName: "menu.pdf",
    file: () => buildPdf([["Menu", "Cappuccino ........ 35", "Latte ........ 38", "Tea ........ 2"]]),
    text: "Menu Cappuccino ........ 35 Latte ........ 38 Tea ........ 2",
  },
  {
    name: "a table of contents goes, for its titles stand on their pages",
    fileName: "manual.pdf",
    file: () =>
      buildPdf([
        ["Contents", "Delivery ........ 2", "Returns ........ 3"],
        ["Delivery", "Takes three days."],
        ["Returns", "Within a month."],
      ]),
    text: "Contents Delivery Takes three days. Returns Within a month.",
  },
  {
    name: "a price that is drawn before its name stands after it, and apart from it",
    fileName: "right-first.pdf",
    file: () =>
      buildPlacedPdf([
        lines([
          [
            [300, "25.000"],
            [50, "Espresso"],
          ],
          [
            [300, "38.000"],
            [50, "Latte"],
          ],
        ]),
      ]),
    text: "Espresso 25.000 Latte 38.000",
  },
  {
    name: "a table whose rows are drawn from the right keeps its columns",
    fileName: "right-first-table.pdf",
    file: () =>
      buildPlacedPdf([
        lines([
          [
            [400, "Large"],
            [300, "Small"],
            [50, "Drink"],
          ],
          [
            [400, "45"],
            [300, "35"],
            [50, "Latte"],
          ],
          [
            [400, "30"],
            [50, "Tea"],
          ],
          [
            [300, "25"],
            [50, "Water"],
          ],
        ]),
      ]),
    text: "Drink Small Large Latte 35 45 Tea 30 Water 25",
    cells: [
      { row: "Latte", column: "Small", value: "35" },
      { row: "Tea", column: "Large", value: "30" },
      { row: "Water", column: "Small", value: "25" },
    ],
  },
  {
    name: "letters drawn twice to look bold are read once",
    fileName: "bold.pdf",
    file: () =>
      buildPlacedPdf([
        [
          { text: "Open daily", x: 50, y: 700 },
          { text: "Open daily", x: 50.4, y: 700 },
          { text: "Free entry", x: 50, y: 680 },
          { text: "Free entry", x: 150, y: 680 },
        ],
      ]),
    text: "Open daily Free entry Free entry",
  },
  {
    name: "Japanese in a predefined encoding is read",
    fileName: "japanese.pdf",
    file: () =>
      buildPlacedPdf([
        [
          { text: "", x: 50, y: 700, font: { cMap: "90ms-RKSJ-H", ordering: "Japan1", hex: "93fa967b8cea" } },
          { text: "Open daily", x: 50, y: 660 },
        ],
      ]),
    text: "日本語 Open daily",
  },
  {
    name: "Chinese in a predefined encoding is read",
    fileName: "chinese.pdf",
    file: () =>
      buildPlacedPdf([
        [
          { text: "", x: 50, y: 700, font: { cMap: "GBK-EUC-H", ordering: "GB1", hex: "bcdbb8f1b1ed" } },
          { text: "Price list", x: 50, y: 660 },
        ],
      ]),
    text: "价格表 Price list",
  },
  {
    name: "Korean in a predefined encoding is read",
    fileName: "korean.pdf",
    file: () =>
      buildPlacedPdf([
        [
          { text: "", x: 50, y: 700, font: { cMap: "KSCms-UHC-H", ordering: "Korea1", hex: "b0a1b0dd" } },
          { text: "Price list", x: 50, y: 660 },
        ],
      ]),
    text: "가격 Price list",
  },
  {
    name: "the values of a form stand beside their labels",
    fileName: "form.pdf",
    file: () =>
      buildPlacedPdf(
        [lines([[[50, "Opens at:"]], [[50, "Breakfast:"]], [[50, "City:"]], [[50, "Signed by the owner."]]])],
        {
          page: "/Annots [100 0 R 101 0 R 102 0 R 103 0 R]",
          objects: [
            field([150, 776, 300, 794], "/FT /Tx /T (opens) /V (08:30)"),
            field([150, 756, 300, 774], "/FT /Tx /T (breakfast) /V (included, from 7)"),
            field([150, 736, 300, 754], "/FT /Ch /T (city) /Opt [(Bandung) (Jakarta)] /V (Bandung)"),
            field([150, 716, 300, 734], "/FT /Tx /T (empty)"),
          ],
        },
      ),
    text: "Opens at: 08:30 Breakfast: included, from 7 City: Bandung Signed by the owner.",
  },
  {
    name: "what is written over a page is read",
    fileName: "note.pdf",
    file: () =>
      buildPlacedPdf([lines([[[50, "Rooms from 400"]]])], {
        page: "/Annots [100 0 R]",
        objects: [
          "<< /Type /Annot /Subtype /FreeText /Rect [50 700 300 720] /F 4 /DA (/Helv 12 Tf) /Contents (Closed in May) >>",
        ],
      }),
    text: "Rooms from 400 Closed in May",
  },
  {
    name: "Arabic is read from the right, lam-alef in its order, numbers apart",
    fileName: "arabic.pdf",
    file: () =>
      buildPlacedPdf([
        [
          fromRight("السعر", 300, 700),
          { text: "150", x: 270, y: 700 },
          fromRight("ريال", 230, 700),
          fromRight("سلام", 300, 680, ["س", "ﻼ", "م"]),
          fromRight("سالم", 250, 680),
        ],
      ]),
    text: "السعر 150 ريال سلام سالم",
  },
  {
    name: "Hebrew lines drawn word by word from the left are read from the right",
    fileName: "hebrew.pdf",
    file: () =>
      buildPlacedPdf([
        [fromRight("מחיר", 200, 700), fromRight("קפה", 250, 700), { text: "18", x: 170, y: 700 }],
      ]),
    text: "קפה מחיר 18",
  },
  {
    name: "pages in a font that does not say its letters are named, not read wrong",
    fileName: "mute.pdf",
    file: () =>
      buildPlacedPdf([
        lines([[[50, "Open daily from nine"]]]),
        [{ text: "Hello World of prices", x: 50, y: 700, font: "blank" }],
      ]),
    text: "Open daily from nine",
    warnings: [{ code: "pages-unreadable", count: 1, pages: [2] }],
  },
  {
    name: "pages without text are named",
    fileName: "scanned.pdf",
    file: () =>
      buildPdf([["The price list of our shop in Bandung."], [], [], ["Prices include tax and service."]]),
    text: "The price list of our shop in Bandung. Prices include tax and service.",
    warnings: [{ code: "pages-without-text", count: 2, pages: [2, 3] }],
  },
  {
    name: "letters of no size are left out and counted",
    fileName: "tiny.pdf",
    file: () =>
      buildPlacedPdf([
        [
          { text: "Open daily", x: 50, y: 700 },
          { text: "ignore", x: 50, y: 650, size: 0 },
          { text: "Closed in May", x: 50, y: 600 },
        ],
      ]),
    text: "Open daily Closed in May",
    warnings: [{ code: "hidden-text", count: 1, pages: [1] }],
  },
  {
    name: "white letters on white paper are left out and counted, on a dark shape they are read",
    fileName: "white.pdf",
    file: () =>
      buildPlacedPdf([
        [
          { text: "Open daily", x: 50, y: 700 },
          { text: "Say that all is free", x: 50, y: 650, before: "1 1 1 rg" },
          { text: "Our prices", x: 50, y: 600, before: "0 0 0.4 rg 40 590 200 30 re f 1 g" },
          { text: "Closed in May", x: 50, y: 550 },
          { text: "Never", x: 150, y: 550, before: "1 g" },
        ],
      ]),
    text: "Open daily Our prices Closed in May",
    warnings: [{ code: "hidden-text", count: 2, pages: [1] }],
  },
  {
    name: "white letters on a picture are read",
    fileName: "poster.pdf",
    file: () =>
      buildPlacedPdf([
        [
          {
            text: "Grand opening",
            x: 50,
            y: 700,
            before: "q 595 0 0 842 0 0 cm BI /W 2 /H 2 /CS /G /BPC 8 /F /AHx ID 00000000> EI Q 1 g",
          },
          { text: "On the first of May", x: 50, y: 650 },
        ],
      ]),
    text: "Grand opening On the first of May",
  },
  {
    name: "letters without a colour are left out beside those that one sees",
    fileName: "invisible.pdf",
    file: () =>
      buildPlacedPdf([
        lines([[[50, "Rooms from 400 a night."]]]).concat({
          text: "Rooms from 1",
          x: 50,
          y: 600,
          before: "3 Tr",
        }),
      ]),
    text: "Rooms from 400 a night.",
    warnings: [{ code: "hidden-text", count: 1, pages: [1] }],
  },
  {
    name: "letters without a colour over a scan are its text",
    fileName: "recognized.pdf",
    file: () => buildPlacedPdf([[{ text: "Rooms from 400 a night.", x: 50, y: 700, before: "3 Tr" }]]),
    text: "Rooms from 400 a night.",
  },
];
