import * as fc from "fast-check";
import { expect, test } from "vitest";
import { maxTextLength, splitText } from "./split-text.ts";

const sentence = "The shop opens at nine and closes at five on every day of the week. ";
const squeezed = (text: string) => text.replaceAll(/\s+/g, "");

test("a text that fits is one message, an empty one none", () => {
  expect(splitText("Buka jam 9.")).toEqual(["Buka jam 9."]);
  expect(splitText(" \n ")).toEqual([]);
  expect(splitText("x".repeat(maxTextLength))).toHaveLength(1);
});

test("a long text is cut at sentence ends", () => {
  const pieces = splitText(sentence.repeat(200));
  expect(pieces.length).toBeGreaterThan(2);
  for (const piece of pieces) {
    expect(piece.length).toBeLessThanOrEqual(maxTextLength);
    expect(piece.endsWith("week.")).toBe(true);
    expect(piece.startsWith("The shop")).toBe(true);
  }
});

test("paragraphs stay whole where they fit", () => {
  const paragraph = sentence.repeat(3).trim();
  expect(splitText(`${paragraph}\n\n${paragraph}\n\n${paragraph}`, paragraph.length + 20)).toEqual([
    paragraph,
    paragraph,
    paragraph,
  ]);
});

test("nothing of the text is lost or moved, and no piece is too long, whatever the text", () => {
  const words = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 80 }),
    fc.constantFrom(sentence, "\n\n", "\n", "👩‍👩‍👧‍👦".repeat(30), "x".repeat(90)),
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 30 }), fc.integer({ min: 20, max: 200 }), (parts, maxLength) => {
      const text = parts.join("").replaceAll("`", "'");
      const pieces = splitText(text, maxLength);
      expect(squeezed(pieces.join(""))).toBe(squeezed(text));
      for (const piece of pieces) {
        expect(piece.length).toBeLessThanOrEqual(maxLength);
        expect(piece.trim()).not.toBe("");
        expect(piece.isWellFormed()).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});

test("a code block that is cut is one in every message", () => {
  const pieces = splitText(`Run:\n\n\`\`\`${"a line of code\n".repeat(40)}\`\`\`\n\nThen wait.`, 200);
  for (const piece of pieces) expect((piece.split("```").length - 1) % 2).toBe(0);
});
