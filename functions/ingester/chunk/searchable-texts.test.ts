import { expect, test } from "vitest";
import { searchableTexts } from "./searchable-texts.ts";

test("what all of a document stands under is no part of what is embedded, but of the words", () => {
  expect(
    searchableTexts([
      { heading: "Handbook > Delivery", text: "Rp 15.000." },
      { heading: "Handbook > Stores > Bandung", text: "Open at nine." },
    ]),
  ).toEqual([
    { embedded: "Delivery\nRp 15.000.", words: "Handbook > Delivery\nRp 15.000.\nDelivery" },
    {
      embedded: "Stores > Bandung\nOpen at nine.",
      words: "Handbook > Stores > Bandung\nOpen at nine.\nBandung",
    },
  ]);
});

test.each([
  ["a single chunk keeps its headings", ["Handbook > Delivery"], ["Handbook > Delivery\nx"]],
  [
    "each keeps its innermost heading",
    ["Handbook", "Handbook > Delivery"],
    ["Handbook\nx", "Handbook > Delivery\nx"],
  ],
  ["equal paths keep theirs", ["A > B", "A > B"], ["B\nx", "B\nx"]],
  ["without headings the text is all", [undefined, undefined], ["x", "x"]],
  ["one without a heading shares none", ["A > B", undefined], ["A > B\nx", "x"]],
])("%s", (_name, headings, expected) => {
  const texts = searchableTexts(
    headings.map((heading) => (heading === undefined ? { text: "x" } : { heading, text: "x" })),
  );
  expect(texts.map(({ embedded }) => embedded)).toEqual(expected);
});
