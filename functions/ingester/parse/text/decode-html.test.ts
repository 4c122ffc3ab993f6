import { expect, test } from "vitest";
import { decodeHtml } from "./decode-html.ts";

const latin = (text: string) => Buffer.from(text, "latin1");
/** "Цена" (price) in Windows-1251. */
const price = "\u00D6\u00E5\u00ED\u00E0";

test.each([
  ["by the page", latin(`<meta charset="windows-1251"><p>${price}`), undefined, "Цена"],
  ["by its website", latin(`<p>${price}`), "windows-1251", "Цена"],
  ["by its website, against the page", latin(`<meta charset="utf-8"><p>${price}`), "windows-1251", "Цена"],
  ["by its first bytes", Buffer.from("\uFEFF<p>Цена", "utf16le"), "utf-8", "Цена"],
  ["nowhere, in UTF-8", Buffer.from("<p>Цена"), undefined, "Цена"],
  ["nowhere, in Windows-1252", latin("<p>caf\u00E9"), undefined, "café"],
  [
    "wrongly, as so often: UTF-8 called Latin-1",
    Buffer.from("<meta charset=latin1><p>Цена"),
    undefined,
    "Цена",
  ],
  ["by a name that nobody knows", Buffer.from("<p>Цена"), "klingon", "Цена"],
])("a page whose encoding is stated %s is read", async (_where, bytes, charset, text) => {
  expect((await decodeHtml(bytes, charset)).text).toContain(text);
});
