import { expect, test } from "vitest";
import { sourceFile } from "./source-file.ts";

const bytes = Buffer.from("x");

test.each([
  ["text/html; charset=Windows-1251", { fileName: "page.html", charset: "windows-1251" }],
  ['text/html; a=b; charset="utf-8"', { fileName: "page.html", charset: "utf-8" }],
  ["text/plain", { fileName: "page.txt" }],
  ["application/pdf", { fileName: "page.pdf" }],
  ["constructor", { fileName: "page.pdf" }],
])("a page is of the kind that its website states: %s", (contentType, file) => {
  const document = { source: "url" as const, name: "shop.example/a.php", content_type: contentType };
  expect(sourceFile(document, bytes)).toEqual({ bytes, ...file });
});

test("an upload is of the kind that its name says, for its declared type is often wrong", () => {
  const document = { source: "upload" as const, name: "shop.md", content_type: "text/html; charset=latin1" };
  expect(sourceFile(document, bytes)).toEqual({ bytes, fileName: "shop.md" });
});
