import { utils, write, type WorkSheet } from "@e965/xlsx";
import { describe, expect, test } from "vitest";
import { chunkText } from "../chunk/chunk-text.ts";
import { chunkSizeInCharacters } from "../testing/chunk-size.ts";
import { buildDocx, buildPptx } from "../testing/office.ts";
import { parseDocument } from "./parse-document.ts";

async function linesOf(content: Buffer | string, fileName: string): Promise<string[]> {
  const chunks = chunkText(await parseDocument(Buffer.from(content), fileName), chunkSizeInCharacters);
  return chunks.flatMap(({ text }) => text.split(/\n+/));
}

const htmlLines = async (body: string) => linesOf(`<html><body>${body}</body></html>`, "page.html");

function workbook(rows: (string | number)[][], form: Partial<WorkSheet> = {}): Buffer {
  const book = utils.book_new();
  utils.book_append_sheet(book, Object.assign(utils.aoa_to_sheet(rows), form), "Prices");
  return write(book, { type: "buffer", bookType: "xlsx" }) as Buffer;
}

/** Rooms whose season covers two rows, with a price over two columns. */
const expected = [
  "Season: High; Room: Single; Price Low: Rp 450.000; Price High: Rp 500.000",
  "Season: High; Room: Double; Price Low: full; Price High: full",
];

describe("a merged cell says its value for each row and column that it covers", () => {
  test("in HTML", async () => {
    const table = `<table>
      <tr><th rowspan=2>Season</th><th rowspan=2>Room</th><th colspan=2>Price</th></tr>
      <tr><th>Low</th><th>High</th></tr>
      <tr><td rowspan=2>High</td><td>Single</td><td>Rp 450.000</td><td>Rp 500.000</td></tr>
      <tr><td>Double</td><td colspan=2>full</td></tr></table>`;
    expect(await htmlLines(table)).toEqual(expected);
  });

  test("in Word", async () => {
    const file = buildDocx([
      {
        table: [
          [
            { text: "Season", down: "first" },
            { text: "Room", down: "first" },
            { text: "Price", across: 2 },
          ],
          [{ text: "", down: "next" }, { text: "", down: "next" }, "Low", "High"],
          [{ text: "High", down: "first" }, "Single", "Rp 450.000", "Rp 500.000"],
          [{ text: "", down: "next" }, "Double", { text: "full", across: 2 }],
        ],
      },
    ]);
    expect(await linesOf(file, "rooms.docx")).toEqual(expected);
  });

  test("in Excel", async () => {
    const file = workbook(
      [
        ["Season", "Room", "Price", ""],
        ["", "", "Low", "High"],
        ["High", "Single", "Rp 450.000", "Rp 500.000"],
        ["", "Double", "full", ""],
      ],
      { "!merges": ["A1:A2", "B1:B2", "C1:D1", "A3:A4", "C4:D4"].map((range) => utils.decode_range(range)) },
    );
    expect(await linesOf(file, "rooms.xlsx")).toEqual(expected);
  });

  test("in PowerPoint", async () => {
    const file = buildPptx([
      {
        title: "Rooms",
        lines: [],
        table: [
          [{ text: "Season" }, { text: "Room" }, { text: "Price", across: 2 }, { covered: true }],
          [{ text: "High", down: 2 }, { text: "Single" }, { text: "450" }, { text: "500" }],
          [{ covered: true }, { text: "Double" }, { text: "full", across: 2 }, { covered: true }],
        ],
      },
    ]);
    expect(await linesOf(file, "rooms.pptx")).toEqual([
      "Season: High; Room: Single; Price: 450; Price: 500",
      "Season: High; Room: Double; Price: full",
    ]);
  });

  test("and over the whole width it is the title of the rows below it", async () => {
    const rows = [
      ["Menu 2026"],
      ["Drink", "Size", "Price"],
      ["Hot"],
      ["Tea", "S", 15],
      ["Cold"],
      ["Juice", "L", 30],
    ];
    const merges = ["A1:C1", "A3:C3", "A5:C5"].map((range) => utils.decode_range(range));
    const told = [
      "Menu 2026",
      "Hot",
      "Drink: Tea; Size: S; Price: 15",
      "Cold",
      "Drink: Juice; Size: L; Price: 30",
    ];
    expect(await linesOf(workbook(rows, { "!merges": merges }), "menu.xlsx")).toEqual(told);
    const html = rows.map((row) =>
      row.length === 1
        ? `<tr><td colspan=3>${row[0]}</td></tr>`
        : `<tr>${row.map((cell) => `<td>${cell}</td>`).join("")}</tr>`,
    );
    expect(await htmlLines(`<table>${html.join("")}</table>`)).toEqual(told);
  });

  test("but not for more columns than any row has", async () => {
    const lines = await htmlLines(
      `<table><tr><th>Tea</th><th colspan=1000>Price</th></tr><tr><td>Green</td><td colspan=1000>15</td></tr></table>`,
    );
    expect(lines).toEqual(["Tea: Green; Price: 15"]);
  });
});

describe("headers", () => {
  test.each([
    ["years", ["Room", "2025", "2026"], ["Single", "400", "450"]],
    ["sizes", ["Shirt", "38", "40"], ["White", "100", "120"]],
    ["prices", ["Up to", "Rp 100", "Rp 200"], ["1 kg", "10", "20"]],
    ["numbers only", ["1", "2", "3"], ["10", "20", "30"]],
  ])("that are %s name the columns where the file marks them", async (_what, names, values) => {
    const line = names.map((name, at) => `${name}: ${values[at]}`).join("; ");
    const row = (cells: string[], tag: string) =>
      `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join("")}</tr>`;
    expect(await htmlLines(`<table>${row(names, "th")}${row(values, "td")}</table>`)).toEqual([line]);
    expect(
      await htmlLines(`<table><thead>${row(names, "td")}</thead><tbody>${row(values, "td")}</tbody></table>`),
    ).toEqual([line]);
    expect(await linesOf(buildDocx([{ table: [names, values], hasHeader: true }]), "a.docx")).toEqual([line]);
    const range = `A1:${utils.encode_cell({ r: 1, c: names.length - 1 })}`;
    expect(await linesOf(workbook([names, values], { "!autofilter": { ref: range } }), "a.xlsx")).toEqual([
      line,
    ]);
  });

  test("that count years do so without a mark", async () => {
    expect(await linesOf("Room,2024,2025,2026\nSingle,400,425,450\n", "rooms.csv")).toEqual([
      "Room: Single; 2024: 400; 2025: 425; 2026: 450",
    ]);
  });

  test("of several lines are told on one", async () => {
    expect(await linesOf('Room,"Price\nper night",Note\nSingle,450,"no\nsmoking"\n', "rooms.csv")).toEqual([
      "Room: Single; Price per night: 450; Note: no, smoking",
    ]);
  });

  test("at the left of their rows name the values beside them", async () => {
    const lines = ["Color: Red", "Price: 450", "Weight: 2 kg"];
    expect(
      await htmlLines(
        "<table><tr><th>Color</th><td>Red</td></tr><tr><th>Price</th><td>450</td></tr><tr><th>Weight</th><td>2 kg</td></tr></table>",
      ),
    ).toEqual(lines);
    expect(await linesOf("Color:,Red\nPrice:,450\nWeight:,2 kg\n", "tent.csv")).toEqual(lines);
  });

  test("are not guessed where two columns may be names and values", async () => {
    expect(await linesOf("Color,Red\nPrice,450\nFabric,Cotton\n", "tent.csv")).toEqual([
      "Color | Red",
      "Price | 450",
      "Fabric | Cotton",
    ]);
  });

  test("stand in each part of a table that is cut", async () => {
    const rows = Array.from({ length: 60 }, (_, at) => `Tent ${at},${at}00,in stock`).join("\n");
    for (const line of await linesOf(`Product,Price,Note\n${rows}\n`, "tents.csv")) {
      expect(line).toMatch(/^Product: Tent \d+; Price: \d+; Note: in stock$/);
    }
  });
});

describe("what stands side by side never becomes one word or number", () => {
  test.each([
    [
      "cells that lay out a page",
      "<table role=presentation><tr><td>Tent</td><td>450</td></tr></table>",
      "Tent 450",
    ],
    [
      "cells around a table",
      "<table><tr><td>Tents</td><td><table><tr><td>Small</td><td>450</td></tr><tr><td>Large</td><td>500</td></tr></table></td></tr></table>",
      "Tents Small | 450 Large | 500",
    ],
    [
      "a table inside a cell",
      "<table><tr><th>Tent</th><th>Sizes</th></tr><tr><td>Igloo</td><td><table><tr><td>S</td><td>450</td></tr><tr><td>L</td><td>500</td></tr></table></td></tr></table>",
      "Tent: Igloo; Sizes: S 450 L 500",
    ],
    ["items", "<ul><li>25<ul><li>000</li><li>30</li></ul></li></ul>", "- 25, 000, 30"],
    ["spans", "<div><span>Tent</span><span>450</span><span>275</span></div>", "Tent 450 275"],
    [
      "blocks inside a cell",
      "<table><tr><th>A</th><th>B</th></tr><tr><td><div>450</div><div>275</div></td><td>x</td></tr></table>",
      "A: 450, 275; B: x",
    ],
    ["a price and its note", "<p>Rp 450<sup>1</sup></p>", "Rp 450¹"],
    ["a link around blocks", "<p>See</p><a href='/x'><div>Tent</div><div>450</div></a>", "See Tent 450"],
    [
      "a caption and its table",
      "<table><caption>Prices</caption><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>",
      "Prices A: 1; B: 2",
    ],
  ])("%s", async (_what, html, text) => {
    expect((await htmlLines(html)).join(" ")).toBe(text);
  });

  test("but a word that was parted for its looks is one", async () => {
    expect(
      await htmlLines("<p><span>H</span><span>ello</span><span>,</span> 25<span>.000</span></p>"),
    ).toEqual(["Hello, 25.000"]);
  });
});
