import { expect, test } from "vitest";
import { applyEvent, readEvent } from "./stream-answer.ts";

const read = (blocks: string[]) =>
  blocks
    .flatMap((block) => readEvent(block) ?? [])
    .reduce(applyEvent, { text: "", citations: [] } as Parameters<typeof applyEvent>[0]);

test("an answer grows by its tokens, and a replacement takes the place of all before it", () => {
  const grown = read(['event: token\ndata: {"text":"We open "}', 'event: token\ndata: {"text":"at ten."}']);
  expect(grown.text).toBe("We open at ten.");
  expect(applyEvent(grown, { event: "replaced", data: { text: "A colleague answers." } }).text).toBe(
    "A colleague answers.",
  );
});

test("a comment between events changes nothing", () => {
  expect(readEvent(": still here")).toBeUndefined();
});

test("a finished answer says what was decided", () => {
  expect(read(['event: done\ndata: {"decision":{"kind":"handoff"}}']).kind).toBe("handoff");
});
