import type { Bounds, FieldTest } from "./filter.ts";
import type { IndexType } from "./payload-index.ts";
import { parseDatetime } from "./parse-datetime.ts";

const WORDS = /[\p{L}\p{N}]+/gu;

/** Whether the values found at a payload key pass a test; a list passes when one of its elements does. */
export function matchField(values: unknown[], test: FieldTest, index: IndexType | undefined): boolean {
  switch (test.kind) {
    case "empty":
      return isEmpty(values) === test.expected;
    case "null":
      return isNull(values) === test.expected;
    case "count":
      return values.some((value) => within(countOf(value), test.bounds));
    case "value":
      return values.flat().some((value) => value === test.value);
    case "any":
      return values.flat().some((value) => isScalar(value) && test.values.has(value));
    case "except":
      return values.flat().some((value) => isScalar(value) && !test.values.has(value));
    case "prefix":
      return values.flat().some((value) => typeof value === "string" && value.startsWith(test.prefix));
    case "text":
      return values.flat().some((value) => typeof value === "string" && hasText(value, test, index));
    case "range":
      return values.flat().some((value) => typeof value === "number" && within(value, test.bounds));
    case "datetime":
  }
  return values.flat().some((value) => {
    const time = parseDatetime(value);
    return time !== undefined && within(time, test.bounds);
  });
}

/** Absent, `null` and `[]` all count as empty. */
export function isEmpty(values: unknown[]): boolean {
  return values.every((value) => value === null || (Array.isArray(value) && value.length === 0));
}

export function isNull(values: unknown[]): boolean {
  return values.flat().some((value) => value === null);
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function countOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  return value === null ? 0 : 1;
}

function within(value: number, { lt, lte, gt, gte }: Bounds): boolean {
  return (
    (lt === undefined || value < lt) &&
    (lte === undefined || value <= lte) &&
    (gt === undefined || value > gt) &&
    (gte === undefined || value >= gte)
  );
}

/* Without a text index the real server looks for the text as it stands; with one it compares words. */
function hasText(value: string, test: FieldTest & { kind: "text" }, index: IndexType | undefined): boolean {
  if (index !== "text" && test.need !== "any") return value.includes(test.text);
  const words = wordsOf(value);
  const wanted = wordsOf(test.text);
  if (test.need === "phrase") return ` ${words.join(" ")} `.includes(` ${wanted.join(" ")} `);
  if (test.need === "any") return wanted.some((word) => words.includes(word));
  return wanted.every((word) => words.includes(word));
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(WORDS) ?? [];
}
