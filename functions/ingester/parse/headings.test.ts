import { expect, test } from "vitest";
import { chunkText } from "../chunk/chunk-text.ts";
import { chunkSizeInCharacters } from "../testing/chunk-size.ts";
import { buildPptx } from "../testing/office.ts";
import { parseDocument } from "./parse-document.ts";

async function toldIn(content: Buffer | string, fileName: string): Promise<string[]> {
  const chunks = chunkText(await parseDocument(Buffer.from(content), fileName), chunkSizeInCharacters);
  return chunks.map(({ heading = "", text }) => `${heading}: ${text}`);
}

test.each([
  [
    "what folds out",
    "<h1>Shop</h1><details><summary>Do you ship?</summary><p>Yes.</p></details><p>We are closed in July.</p>",
    ["Shop > Do you ship?: Yes.", "Shop: We are closed in July."],
  ],
  [
    "a list of terms",
    "<h1>Shop</h1><dl><dt>Refund</dt><dd>Within 30 days.</dd></dl><p>We are closed in July.</p>",
    ["Shop > Refund: Within 30 days.", "Shop: We are closed in July."],
  ],
  [
    "a section",
    "<h1>Shop</h1><section><div><h2>Tents</h2></div><p>From Rp 450.000.</p></section><p>We are closed in July.</p>",
    ["Shop > Tents: From Rp 450.000.", "Shop: We are closed in July."],
  ],
  [
    "a cell that lays out a page",
    "<h1>Shop</h1><table><tr><td><h2>Tents</h2><p>From Rp 450.000.</p></td><td><p>We are closed in July.</p></td></tr></table>",
    ["Shop > Tents: From Rp 450.000.", "Shop: We are closed in July."],
  ],
])("a heading ends with %s", async (_what, body, told) => {
  expect(await toldIn(`<html><body>${body}</body></html>`, "shop.html")).toEqual(told);
});

test("a section of nothing but a heading heads what comes after it", async () => {
  const page =
    "<html><body><section><h2>Tents</h2></section><section><p>From Rp 450.000.</p></section></body></html>";
  expect(await toldIn(page, "shop.html")).toEqual(["Tents: From Rp 450.000."]);
});

test("a cell of a table that is marked as a heading heads nothing", async () => {
  const page =
    "<html><body><table><tr><td><h3>Tent</h3></td><td><h3>Price</h3></td></tr><tr><td>Igloo</td><td>Rp 450.000</td></tr></table><p>We are closed in July.</p></body></html>";
  expect((await toldIn(page, "shop.html")).join()).toBe(
    ": Tent: Igloo; Price: Rp 450.000\n\nWe are closed in July.",
  );
});

test("a slide's title ends with its slide", async () => {
  const file = buildPptx([
    { title: "Delivery", lines: ["To Bandung in 2 days."] },
    { title: "", lines: ["Within 30 days."] },
  ]);
  expect(await toldIn(file, "shop.pptx")).toEqual(["Delivery: To Bandung in 2 days.", ": Within 30 days."]);
});

test("a question of JSON ends with its answer, a name with what it names", async () => {
  const value = [{ faq: [{ q: "Do you ship?", a: "Yes." }] }, "We are closed in July."];
  expect(await toldIn(JSON.stringify(value), "shop.json")).toEqual([
    "faq > Do you ship?: Yes.",
    ": We are closed in July.",
  ]);
});
