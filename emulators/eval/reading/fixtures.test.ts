import { describe, expect, test } from "vitest";
import { readingFixtures } from "./fixtures.ts";
import { judgeReading } from "./judge-reading.ts";

describe("of the documents that were once read wrong", () => {
  test.each(readingFixtures)("$name ($fileName)", async (fixture) => {
    const { lost, invented, misplaced, warnings, text } = await judgeReading(fixture);
    expect({ lost, invented, misplaced, text }).toEqual({ lost: [], invented: [], misplaced: [], text });
    expect(warnings).toEqual(fixture.warnings ?? []);
  });
});
