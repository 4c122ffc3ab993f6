import { describe, expect, test } from "vitest";
import { checkPreconditions, readPreconditions } from "./preconditions.ts";
import type { Preconditions } from "./preconditions.ts";

const current = { generation: "7", metageneration: 2 };

function outcome(
  expected: Preconditions,
  there: typeof current | undefined,
  access: "read" | "write",
): number {
  try {
    checkPreconditions(expected, there, access);
    return 200;
  } catch (error) {
    return (error as { status: number }).status;
  }
}

describe("a write", () => {
  test.each([
    [{}, current, 200],
    [{ ifGenerationMatch: "7" }, current, 200],
    [{ ifGenerationMatch: "6" }, current, 412],
    [{ ifGenerationMatch: "0" }, undefined, 200],
    [{ ifGenerationMatch: "0" }, current, 412],
    [{ ifGenerationMatch: "7" }, undefined, 412],
    [{ ifGenerationNotMatch: "0" }, undefined, 412],
    [{ ifGenerationNotMatch: "6" }, current, 200],
    [{ ifMetagenerationMatch: "2" }, current, 200],
    [{ ifMetagenerationMatch: "1" }, current, 412],
    [{ ifMetagenerationMatch: "1" }, undefined, 412],
    [{ ifMetagenerationNotMatch: "2" }, current, 412],
  ])("%j over %j gives %i", (expected, there, status) => {
    expect(outcome(expected, there, "write")).toBe(status);
  });
});

test("a read of what the caller already has is a 304", () => {
  expect(outcome({ ifGenerationNotMatch: "7" }, current, "read")).toBe(304);
});

test("preconditions on the source of a copy are read apart", () => {
  const query = new URLSearchParams({ ifSourceGenerationMatch: "1", ifGenerationMatch: "2" });
  expect(readPreconditions(query, "ifSource")).toEqual({ ifGenerationMatch: "1" });
  expect(readPreconditions(query)).toEqual({ ifGenerationMatch: "2" });
});

test("a precondition that is no number is a bad request", () => {
  const query = new URLSearchParams({ ifGenerationMatch: "new" });
  expect(() => readPreconditions(query)).toThrow(expect.objectContaining({ status: 400 }));
});
