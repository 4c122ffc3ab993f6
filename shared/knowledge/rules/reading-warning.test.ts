import { expect, test } from "vitest";
import { isTruncation, mergeWarnings, readWarnings, warningMessage } from "./reading-warning.ts";

test("the warnings of a document's parts become one of each code, with all its pages in order", () => {
  expect(
    mergeWarnings([
      { code: "hidden-rows", count: 2, detail: "Prices" },
      { code: "pages-without-text", count: 1, pages: [7] },
      { code: "pages-without-text", count: 2, pages: [3, 4] },
      { code: "hidden-rows", count: 1, detail: "Stock" },
      { code: "hidden-text", count: 0 },
    ]),
  ).toEqual([
    { code: "pages-without-text", count: 3, pages: [3, 4, 7] },
    { code: "hidden-rows", count: 3, detail: "Prices, Stock" },
  ]);
});

test("a warning says how many, where, and of what", () => {
  expect(warningMessage({ code: "pages-without-text", count: 6, pages: [3, 4, 5, 6, 7, 9] })).toBe(
    "6 pages hold no text and were not read. If it is a scan, please upload a version with selectable text. Pages 3–7, 9.",
  );
  expect(warningMessage({ code: "hidden-sheets", count: 1, detail: "Costs" })).toBe(
    "1 hidden sheet was left out. (Costs)",
  );
});

test("a document is truncated by what goes past a limit, not by what is hidden", () => {
  expect(isTruncation({ code: "rows-past-limit", count: 1 })).toBe(true);
  expect(isTruncation({ code: "hidden-rows", count: 1 })).toBe(false);
});

test("a stored warning of a code that is not known is left out", () => {
  const known = { code: "hidden-text", count: 1 };
  expect(readWarnings([known, { code: "of-tomorrow", count: 1 }, null])).toEqual([known]);
  expect(readWarnings(null)).toEqual([]);
});
