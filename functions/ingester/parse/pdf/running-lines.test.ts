import { expect, test } from "vitest";
import { removeRunningLines } from "./running-lines.ts";
import { removeContents } from "./contents-lines.ts";

const body = ["The first line tells what is sold here and for how much.", "The second tells more."];

/** Pages whose lines stand 20 points under each other. */
function pagesOf(pages: readonly (readonly string[])[]) {
  return pages.map((lines) => lines.map((text, at) => ({ text, y: 800 - 20 * at })));
}

function kept(pages: readonly (readonly string[])[]): string[][] {
  return removeRunningLines(pagesOf(pages)).map(({ lines }) => lines.map(({ text }) => text));
}

const filled = (at: number) => [
  `Of ${"abcdefg".charAt(at)}:`,
  ...body.map((line) => `${line} ${"abcdefg".charAt(at)}`),
];

test.each([
  ["as written", () => "ACME Corp – Terms"],
  ["with the page's number", (at: number) => `ACME Corp ${at + 1}`],
  ["with a number that begins later", (at: number) => `Page ${at + 41} of 99`],
  ["as a bare number", (at: number) => `– ${at + 7} –`],
  ["as a Roman number", (at: number) => ["i", "ii", "iii", "iv"][at] ?? ""],
])("a line that stands at the same place of all pages %s goes", (_name, line) => {
  const pages = [0, 1, 2, 3].map(filled);
  expect(kept(pages.map((page, at) => [line(at), ...page]))).toEqual(pages);
});

test.each([
  ["another price", (at: number) => `Price: Rp ${[450, 275, 890, 120][at]}.000`],
  ["another room", (at: number) => `Room ${101 + at}`],
  ["another size", (at: number) => ["S", "M", "L", "XL"][at] ?? ""],
  ["a number that does not rise with the page", (at: number) => `${[150, 12, 80, 41][at]}`],
])("a line that says %s on each page stays", (_name, line) => {
  const pages = [0, 1, 2, 3].map((at) => [...filled(at), line(at)]);
  expect(kept(pages)).toEqual(pages);
});

test("a line that stands elsewhere on each page stays", () => {
  const pages = [0, 1, 2, 3].map((at) => [
    ...Array.from(
      { length: 2 * at },
      (_, n) => `${"abcdefg".charAt(n)} and ${"hijk".charAt(at)}, told in full`,
    ),
    "Free of charge",
  ]);
  expect(kept(pages)).toEqual(pages);
});

test("two pages prove no habit, and what is most of a page stays on it", () => {
  const two = [0, 1].map((at) => ["ACME", ...filled(at)]);
  expect(kept(two)).toEqual(two);
  const bare = [0, 1, 2].map((at) => ["ACME of Bandung", `${at + 1}`, "Yes"]);
  expect(kept(bare)).toEqual(bare);
});

test("a page that holds nothing but running lines is bare", () => {
  const pages = pagesOf([["ACME", ...filled(0)], ["ACME"], ["ACME", ...filled(1)]]);
  expect(removeRunningLines(pages).map(({ isBare }) => isBare)).toEqual([false, true, false]);
});

test("a line of dots goes where its title stands on a page that its number can be, and only there", () => {
  const pages = pagesOf([
    ["Delivery ..... 2", "Latte ..... 3", "Returns . . . . . 35"],
    ["Delivery"],
    ["Returns"],
  ]);
  const texts = removeContents(pages).map((lines) => lines.map(({ text }) => text));
  expect(texts[0]).toEqual(["Latte ..... 3", "Returns . . . . . 35"]);
});
