import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chunkText } from "./chunk-text.ts";
import { chunkSizeInCharacters } from "../testing/chunk-size.ts";
import type { ParsedDocument } from "../blocks/parsed-document.ts";

const LIMIT = 500;

function chunksOf(kind: Exclude<ParsedDocument["kind"], "blocks">, ...pages: string[]) {
  return chunkText(
    { kind, pages: pages.map((text, at) => ({ text, number: at + 1 })) },
    chunkSizeInCharacters,
  );
}

function sentence(length: number, word = "word"): string {
  return `${`A ${word} `.padEnd(length - 1, `${word} `).trim()}.`;
}

describe("chunks", () => {
  test("are whole sentences of 300 to 500 characters where a paragraph is longer", () => {
    const paragraph = Array.from(
      { length: 20 },
      (_, n) => `Sentence ${n} says something about delivery.`,
    ).join(" ");
    const chunks = chunksOf("text", paragraph);
    expect(chunks.map(({ index }) => index)).toEqual([0, 1]);
    for (const { text } of chunks) {
      expect(text).toMatch(/^Sentence .*delivery\.$/);
      expect(text.length).toBeGreaterThanOrEqual(300);
      expect(text.length).toBeLessThanOrEqual(LIMIT);
    }
    expect(chunks.map(({ text }) => text).join(" ")).toBe(paragraph);
  });

  test("hold neighbouring short paragraphs together, and leave a long enough one alone", () => {
    const [short, other, long] = [sentence(120), sentence(150, "other"), sentence(400, "long")];
    const chunks = chunksOf("text", [short, other, long, short].join("\n\n"));
    expect(chunks.map(({ text }) => text)).toEqual([`${short}\n\n${other}`, long, short]);
  });

  test("do not break after abbreviations", () => {
    const text = Array.from(
      { length: 12 },
      () => "Ask Dr. Sari at Jl. Asia No. 7 about prices of e.g. Rp. 5000 a day.",
    ).join(" ");
    for (const chunk of chunksOf("text", text)) expect(chunk.text).toMatch(/^Ask Dr\..*a day\.$/);
  });

  test("cut a sentence that is too long at a clause, else at a word", () => {
    const clauses = Array.from({ length: 30 }, (_, n) => `this is clause number ${n}`).join("; ");
    const cut = chunksOf("text", clauses);
    expect(cut.length).toBeGreaterThan(1);
    for (const { text } of cut.slice(0, -1)) expect(text).toMatch(/^this is .*;$/);
    for (const { text } of chunksOf("text", "word ".repeat(300))) expect(text).toMatch(/^word( word)*$/);
  });

  test("cut a script without spaces without breaking a character", () => {
    const chunks = chunksOf("text", "配送はとても早いです".repeat(200) + "👍".repeat(400));
    expect(chunks.map(({ text }) => text).join("")).toBe(
      "配送はとても早いです".repeat(200) + "👍".repeat(400),
    );
    for (const { text } of chunks) expect(text.isWellFormed()).toBe(true);
  });

  test("of nothing are none", () => {
    expect(chunksOf("text", " \n\n ")).toEqual([]);
    expect(chunksOf("pdf", "", "\n")).toEqual([]);
    expect(chunksOf("markdown", "---\ntitle: x\n---\n")).toEqual([]);
  });
});

describe("a heading is never", () => {
  const told = (text: string) => chunksOf("text", text).map((chunk) => [chunk.heading, chunk.text]);

  test.each([
    ["a lone price", "Rp 450.000"],
    ["a price with its name", "Price per night: USD 45"],
    ["a price before its currency", "Double room 45 €"],
    ["a row of a table", "Tent | blue"],
    ["a line with leaders", "Cappuccino ........ 35"],
    ["a line in columns", "Cappuccino     35"],
  ])("%s", (_what, line) => {
    expect(told(`${line}\n\nWe ship on Mondays to all of Java.`)).toEqual([
      [undefined, `${line}\n\nWe ship on Mondays to all of Java.`],
    ]);
  });

  test("the name of the thing whose price is below it", () => {
    expect(told("Tent\nRp 450.000\nStove\nRp 275.000\n\nWe ship on Mondays.")).toEqual([
      [undefined, "Tent\nRp 450.000\nStove\nRp 275.000\n\nWe ship on Mondays."],
    ]);
  });

  test("a long paragraph that is marked as one", () => {
    const long = sentence(300);
    expect(
      chunksOf("markdown", `# Shop\n## ${long}\nOpen daily.\n## Hours\n9 to 5.`).map((chunk) => [
        chunk.heading,
        chunk.text,
      ]),
    ).toEqual([
      ["Shop", long],
      ["Shop", "Open daily."],
      ["Shop > Hours", "9 to 5."],
    ]);
  });
});

describe("a table of a PDF", () => {
  const rows = (from: number) =>
    Array.from({ length: 20 }, (_, at) => `City ${from + at} | Rp ${from + at}.000`).join("\n");

  test.each([
    ["names its columns once", ""],
    ["repeats their names", "City | Price\n"],
  ])("over pages that %s keeps them over the rows of each page, whatever follows it", (_how, again) => {
    const pages = [
      `City | Price\n${rows(10)}`,
      `${again}${rows(40)}`,
      `Day | Hours | Note\nMon | 9 | a\nTue | 8 | b`,
    ];
    const chunks = chunkText(
      { kind: "pdf", pages: pages.map((text, at) => ({ text, number: at + 1 })) },
      chunkSizeInCharacters,
    );
    expect(chunks.map(({ page, text }) => [page, text])).toEqual([
      [1, `City | Price\n${rows(10)}`],
      [2, `City | Price\n${rows(40)}`],
      [3, pages[2]],
    ]);
  });

  test("whose header is long has it over each part all the same", () => {
    const header = Array.from({ length: 12 }, (_, at) => `Column number ${at}`).join(" | ");
    const body = Array.from({ length: 30 }, (_, row) =>
      Array.from({ length: 12 }, (_cell, at) => row * at).join(" | "),
    );
    const chunks = chunksOf("text", [header, ...body].join("\n"));
    expect(chunks.length).toBeGreaterThan(1);
    for (const { text } of chunks) expect(text.split("\n")[0]).toBe(header);
  });
});

describe("Markdown", () => {
  test("headings are carried as a path, and no chunk runs across one", () => {
    const source =
      "# Shop\nWelcome.\n\n## Delivery\nWe ship.\n\n### Java\nTwo days.\n\nReturns\n-------\nThirty days.\n";
    expect(chunksOf("markdown", source).map(({ heading, text }) => [heading, text])).toEqual([
      ["Shop", "Welcome."],
      ["Shop > Delivery", "We ship."],
      ["Shop > Delivery > Java", "Two days."],
      ["Shop > Returns", "Thirty days."],
    ]);
  });

  test("a heading with nothing under it is kept as text", () => {
    const chunks = chunksOf("markdown", "# Shop\n## Closed on Sundays\n## Hours\n9 to 5.\n## The end");
    expect(chunks.map(({ heading, text }) => [heading, text])).toEqual([
      ["Shop", "Closed on Sundays"],
      ["Shop > Hours", "9 to 5."],
      ["Shop", "The end"],
    ]);
  });

  test.each([
    ["bold questions", "**Do you ship?**\n\nYes, daily.\n\n**Is it free?**\n\nNo."],
    ["questions with a mark", "Q: Do you ship?\nA: Yes, daily.\n\nQ: Is it free?\nA: No."],
    ["questions and answers without blank lines", "Q: Do you ship?\nA: Yes, daily.\nQ: Is it free?\nA: No."],
  ])("%s are the heading of their answers", (_name, source) => {
    expect(chunksOf("markdown", `# FAQ\n\n${source}`).map(({ heading, text }) => [heading, text])).toEqual([
      ["FAQ > Do you ship?", "Yes, daily."],
      ["FAQ > Is it free?", "No."],
    ]);
  });

  test("a list stays whole with the line that introduces it", () => {
    const [chunk, ...others] = chunksOf(
      "markdown",
      "We ship to:\n\n- Bandung\n- Jakarta,\n  by sea\n\n- Bali",
    );
    expect(others).toEqual([]);
    expect(chunk?.text).toBe("We ship to:\n- Bandung\n- Jakarta, by sea\n- Bali");
  });

  test("a long table is cut between rows, each part with the header", () => {
    const rows = Array.from({ length: 40 }, (_, n) => `| City ${n} | Rp ${n}.000 |`).join("\n");
    const chunks = chunksOf("markdown", `| City | Price |\n|:--|--:|\n${rows}\n`);
    expect(chunks.length).toBeGreaterThan(1);
    for (const { text } of chunks) {
      expect(text).toMatch(/^City \| Price\nCity \d+ \| Rp \d+\.000\n/);
      expect(text.length).toBeLessThanOrEqual(LIMIT);
    }
    expect(chunks.flatMap(({ text }) => text.match(/City \d+ \|/g))).toHaveLength(40);
  });

  test("markup goes, links keep their targets", () => {
    const source =
      "See **our** _shop_ at [the site](https://example.com/a) or `call`, not ![logo](x.png) 5 * 3 * 2.<!-- no -->";
    expect(chunksOf("markdown", source)[0]?.text).toBe(
      "See our shop at the site (https://example.com/a) or call, not logo 5 * 3 * 2.",
    );
  });
});

describe("plain text", () => {
  test("lines broken for their width are joined, short lines under each other are not", () => {
    const source =
      "We ship our products to every island of the\ncountry, and it takes three days.\n\nNasi goreng  25.000\nMie goreng  20.000\nEs teh  5.000";
    expect(chunksOf("text", source)[0]?.text).toBe(
      "We ship our products to every island of the country, and it takes three days.\n\nNasi goreng  25.000\nMie goreng  20.000\nEs teh  5.000",
    );
  });

  test("a short line alone above text is its heading, questions below it too", () => {
    const source =
      "Delivery\n\nDo you ship to Bandung?\nYes, every day except on Sundays.\n\nHow long does it take?\nThree days.";
    expect(chunksOf("text", source).map(({ heading, text }) => [heading, text])).toEqual([
      ["Delivery > Do you ship to Bandung?", "Yes, every day except on Sundays."],
      ["Delivery > How long does it take?", "Three days."],
    ]);
  });
});

const TOPICS = ["returns", "delivery", "warranty", "payment"];

function prose(n: number): string {
  const topic = TOPICS[n - 1] ?? "";
  return `Our rules on ${topic} describe in detail what the customer may well\nexpect from the ${topic} ser-\nvice, and how long anything about ${topic} is going to take on a work-\nday in region ${n}.`;
}

describe("PDF", () => {
  test("every chunk has the page it begins on", () => {
    const chunks = chunksOf("pdf", ...[1, 2, 3, 4].map(prose));
    const text = chunks.map((chunk) => chunk.text).join("\n");
    expect(text).toContain(
      "expect from the warranty service, and how long anything about warranty is going to take on a workday in region 3.",
    );
    expect(chunks.map(({ page }) => page)).toEqual([1, 3]);
    expect(chunks.map(({ heading }) => heading)).toEqual([undefined, undefined]);
  });

  test("items of a list that take several lines stay one list", () => {
    const item =
      "• A part of the machine that is worn out within a year is replaced free, by a\nTechnician who comes to the shop.";
    const chunks = chunksOf("pdf", `Guarantee:\n${item}\n${item}`);
    expect(chunks.map(({ text }) => text)).toEqual([
      `Guarantee:\n${item.replace("\n", " ")}\n${item.replace("\n", " ")}`,
    ]);
  });

  test("a sentence that runs over the page stays one", () => {
    const chunks = chunksOf(
      "pdf",
      "The guarantee covers every part of the machine that",
      "the customer has not opened himself.",
    );
    expect(chunks).toEqual([
      {
        index: 0,
        page: 1,
        text: "The guarantee covers every part of the machine that the customer has not opened himself.",
      },
    ]);
  });

  test("parts of a paragraph or list that goes on for pages have the page that each begins on", () => {
    const full = "The guarantee covers every single part of the whole big machine, always and,";
    const long = Array.from(
      { length: 24 },
      () => `${full}\nwithout a question asked at all by anybody who works here or anywhere else at all.`,
    );
    const pageOf = (n: number) => long.slice(n * 8, n * 8 + 8).join("\n");
    expect(new Set(chunksOf("pdf", pageOf(0), pageOf(1), pageOf(2)).map(({ page }) => page))).toEqual(
      new Set([1, 2, 3]),
    );
    const items = Array.from({ length: 20 }, (_, n) => `• ${n} is an item of this long list of ours`).join(
      "\n",
    );
    expect(new Set(chunksOf("pdf", items, items).map(({ page }) => page))).toEqual(new Set([1, 2]));
  });

  test("doubled words of Indonesian keep their hyphen", () => {
    expect(chunksOf("pdf", "Kami menjual mainan untuk anak-\nanak di seluruh kota.")[0]?.text).toContain(
      "anak-anak di",
    );
  });

  test("numbered headings nest", () => {
    const source = `1. Delivery\nWe deliver everywhere in the country on every day.\n1.1 Fees\nThe fee for a delivery is twenty thousand rupiah.\n2. Returns\nEverything may come back within thirty days.`;
    expect(chunksOf("pdf", source).map(({ heading }) => heading)).toEqual([
      "1. Delivery",
      "1. Delivery > 1.1 Fees",
      "2. Returns",
    ]);
  });

  test("numbered steps are a list, not headings", () => {
    const [chunk, ...others] = chunksOf(
      "pdf",
      "How to order:\n1. Open the app\n2. Choose a dish\n3. Pay on delivery",
    );
    expect(others).toEqual([]);
    expect(chunk?.text).toBe("How to order:\n1. Open the app\n2. Choose a dish\n3. Pay on delivery");
  });
});

const piece = fc.oneof(
  fc.constantFrom(
    "Delivery",
    "# Fees",
    "Is it free?",
    "Q: Why?",
    "A: So.",
    "- item",
    "1. Step",
    "| a | b |",
    "|---|---|",
    "```",
    "",
    "",
  ),
  fc.lorem({ maxCount: 30, mode: "sentences" }),
  fc.lorem({ maxCount: 300, mode: "words" }),
  fc.string({ unit: "grapheme", maxLength: 60 }),
);
const anyDocument = fc.record({
  kind: fc.constantFrom("pdf" as const, "markdown" as const, "text" as const),
  pages: fc.array(
    fc.array(piece, { maxLength: 12 }).map((lines) => ({ text: lines.join("\n") })),
    { maxLength: 4 },
  ),
});

test("whatever the document, chunks are numbered in order, never empty, never over the limit, and the same each time", () => {
  fc.assert(
    fc.property(anyDocument, (document) => {
      const chunks = chunkText(document, chunkSizeInCharacters);
      expect(chunks.map(({ index }) => index)).toEqual(chunks.map((_, at) => at));
      for (const { text } of chunks) {
        expect(text.trim()).toBe(text);
        expect(text).not.toBe("");
        expect(text.length).toBeLessThanOrEqual(LIMIT);
      }
      expect(chunkText(document, chunkSizeInCharacters)).toEqual(chunks);
    }),
  );
});

test("whatever the text, no word of it is lost", () => {
  const line = fc.oneof(
    fc.lorem({ maxCount: 12 }),
    fc.constantFrom("Delivery", "Why so?", "- item one", "2.1 Fees", "", "TOTAL"),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
      const kept = chunksOf("text", lines.join("\n")).flatMap(({ text, heading }) =>
        `${heading ?? ""} ${text}`.match(/\w+/g),
      );
      const words = new Set(lines.join(" ").match(/\w+/g));
      expect([...words.difference(new Set(kept))]).toEqual([]);
    }),
  );
});
