import { expect, test } from "vitest";
import { splitSentences } from "./split-sentences.ts";

function statements(text: string): string[] {
  return splitSentences(text).flatMap(({ text: sentence, isHeading }) => (isHeading ? [] : [sentence]));
}

test("lines that were wrapped at the page's width are one sentence, with words cut at a hyphen made whole", () => {
  const text =
    "The solution is a small program for the game master (for exam-\nple in a club), which keeps all that was told so far in one\nplace. It costs nothing.";
  expect(statements(text)).toEqual([
    "The solution is a small program for the game master (for example in a club), which keeps all that was told so far in one place.",
    "It costs nothing.",
  ]);
});

test("abbreviations, versions and prices do not end a sentence", () => {
  expect(
    statements("See e.g. Section 2 of version 3.14 by Dr. Jones. It costs 2.50 euros at St. Mary's."),
  ).toEqual(["See e.g. Section 2 of version 3.14 by Dr. Jones.", "It costs 2.50 euros at St. Mary's."]);
});

test("each item of a list stands alone, under what leads it in", () => {
  expect(splitSentences("We accept:\n- bank transfer\n- credit cards").slice(1)).toEqual([
    { text: "bank transfer", heading: "We accept:", isHeading: false },
    { text: "credit cards", heading: "We accept:", isHeading: false },
  ]);
});

test.each([
  ["## Opening hours\nDaily from nine to five.", "Opening hours"],
  ["2.3 Opening hours\nDaily from nine to five.", "Opening hours"],
  ["Opening hours\nEvery day we are here from nine to five.", "Opening hours"],
  ["When are you open?\nDaily from nine to five.", "When are you open?"],
])("a sentence knows the heading or question that it stands under: %j", (text, heading) => {
  const [first, second] = splitSentences(text);
  expect(first).toEqual({ text: heading, heading: "", isHeading: true });
  expect(second?.heading).toBe(heading);
});

test("page numbers on lines of their own are left out", () => {
  expect(statements("Daily from nine to five.\n12\nPage 3 of 9\nClosed on Sundays.")).toEqual([
    "Daily from nine to five.",
    "Closed on Sundays.",
  ]);
});
