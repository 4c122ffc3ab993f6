import { randomBytes } from "node:crypto";
import { deflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { buildPdf } from "../testing/pdf.ts";
import { parseDocument } from "./parse-document.ts";

const shop = buildPdf([
  ["Delivery", "Delivery to Bandung costs Rp 25,000.", "It takes 3 to 5 days."],
  ["Returns (unused goods)", "Within 30 days."],
]);

/** The characters of the words below that Windows-1252 does not put where Unicode does. */
const windows1252 = new Map([
  ["–", 0x96],
  ["„", 0x84],
  ["“", 0x93],
  ["€", 0x80],
]);

async function failureOf(bytes: Buffer, name: string): Promise<unknown> {
  return parseDocument(bytes, name).then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe("a PDF", () => {
  test("is read page by page, line by line", async () => {
    expect(await parseDocument(shop, "shop.pdf")).toEqual({
      kind: "pdf",
      pages: [
        { number: 1, text: "Delivery\nDelivery to Bandung costs Rp 25,000.\nIt takes 3 to 5 days." },
        { number: 2, text: "Returns (unused goods)\nWithin 30 days." },
      ],
      warnings: [],
    });
  });

  test.each(["shop.txt", "shop", "shop.docx", "shop.md"])(
    "is known by its bytes, also when called %s",
    async (name) => {
      expect(await parseDocument(shop, name)).toMatchObject({ kind: "pdf" });
    },
  );

  test("may have something before its header", async () => {
    expect(await parseDocument(Buffer.concat([Buffer.from("junk\n"), shop]), "shop.pdf")).toMatchObject({
      kind: "pdf",
    });
  });

  test.each([
    ["protected with a password", buildPdf([["Secret prices"]], { encrypted: true }), "encrypted"],
    ["without text, a scan", buildPdf([[], [], []]), "no-text"],
    ["with next to no text, a scan with page numbers", buildPdf([["1"], ["2"], ["3"]]), "no-text"],
    ["cut after its first bytes", shop.subarray(0, 60), "damaged"],
    [
      "of garbage after its header",
      Buffer.concat([Buffer.from("%PDF-1.7\n"), randomBytes(4_000)]),
      "damaged",
    ],
    ["without pages", buildPdf([]), "no-text"],
  ])("%s is refused in words for the shop owner", async (_name, bytes, code) => {
    expect(await failureOf(bytes, "shop.pdf")).toMatchObject({
      name: "IngestFailure",
      code,
      message: expect.stringMatching(/^The file/),
    });
  });

  test("cut anywhere is either refused as damaged, or read without a page made up", async () => {
    const whole = await parseDocument(shop, "shop.pdf");
    for (let length = 100; length < shop.length; length += 97) {
      const cut = shop.subarray(0, length);
      const parsed = await parseDocument(cut, "shop.pdf").catch((error: unknown) => error);
      if (parsed instanceof Error)
        expect(parsed).toMatchObject({ code: expect.stringMatching(/^(damaged|no-text)$/) });
      else for (const page of (parsed as typeof whole).pages) expect(whole.pages).toContainEqual(page);
    }
  });
});

describe("a text", () => {
  const words = "Café Münster – „täglich“ 9 €";
  const utf16be = Buffer.from(`\uFEFF${words}`, "utf16le").swap16();

  test.each([
    ["UTF-8", Buffer.from(words)],
    ["UTF-8 with a byte order mark", Buffer.from(`\uFEFF${words}`)],
    ["UTF-16, little end first", Buffer.from(`\uFEFF${words}`, "utf16le")],
    ["UTF-16, big end first", utf16be],
    [
      "Windows-1252",
      Buffer.from(Array.from(words, (character) => windows1252.get(character) ?? character.charCodeAt(0))),
    ],
  ])("is read in %s", async (_name, bytes) => {
    const parsed = await parseDocument(bytes, "menu.txt");
    expect(parsed.kind).toBe("text");
    expect(parsed.pages.map((page) => "text" in page && page.text.replace("\uFEFF", ""))).toEqual([words]);
  });

  test.each([
    ["menu.md", "markdown"],
    ["MENU.MARKDOWN", "markdown"],
    ["menu.txt", "text"],
    ["menu", "text"],
  ])("called %s is %s", async (name, kind) => {
    expect(await parseDocument(Buffer.from("# Menu\nTea"), name)).toMatchObject({ kind });
  });

  test("may tell of PDF without being one", async () => {
    expect(
      await parseDocument(Buffer.from("# Formats\nA PDF begins with %PDF-1.7."), "formats.md"),
    ).toMatchObject({ kind: "markdown" });
  });
});

describe("what cannot be read", () => {
  test.each([
    ["an empty file", Buffer.alloc(0), "menu.txt", "empty"],
    ["nothing but blanks", Buffer.from(" \n\t \r\n"), "menu.txt", "no-text"],
    ["a text that calls itself a PDF", Buffer.from("Hello"), "menu.pdf", "damaged"],
    ["an archive without an ending", Buffer.from("PK\u0003\u0004"), "menu.docx", "damaged"],
    [
      "binary garbage that calls itself a text",
      Buffer.concat([randomBytes(2_000), Buffer.alloc(1)]),
      "menu.txt",
      "unsupported-type",
    ],
    ["a compressed file without an ending", deflateSync(Buffer.alloc(9_000)), "menu", "unsupported-type"],
  ])("%s is refused in words for the shop owner", async (_name, bytes, fileName, code) => {
    expect(await failureOf(bytes, fileName)).toMatchObject({
      name: "IngestFailure",
      code,
      message: expect.stringMatching(/file/),
    });
  });
});
