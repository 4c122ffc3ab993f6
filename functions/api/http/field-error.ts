import type { z } from "@hono/zod-openapi";
import {
  type FieldError,
  type FieldErrorCode,
  type FieldPlace,
  pointerTo,
} from "../../../shared/runtime/errors.ts";

type Issue = z.core.$ZodIssue;
type RawIssue = z.core.$ZodRawIssue;

/** What is wrong, in the form that a caller is told; of unknown fields, each for itself. */
export function toFieldErrors(issue: Issue, place: FieldPlace): FieldError[] {
  if (issue.code !== "unrecognized_keys")
    return [toFieldError(issue.path, { code: codeOf(issue), message: issue.message, in: place })];
  return issue.keys.map((key) => unknownField([...issue.path, key], place));
}

export function unknownField(path: readonly PropertyKey[], place: FieldPlace): FieldError {
  const message = place === "body" ? "is no field of this" : "is no parameter of this";
  return toFieldError(path, { code: "unknown", message, in: place });
}

/** A field's name may be the client's own, of any length. */
function toFieldError(
  path: readonly PropertyKey[],
  what: { code: FieldErrorCode; message: string; in: FieldPlace },
): FieldError {
  const parts = path.map((part) => String(part).slice(0, 100).toWellFormed()).slice(0, 20);
  return {
    ...what,
    field: parts.join(".").slice(0, 100).toWellFormed(),
    message: what.message.slice(0, 300),
    ...(what.in === "body" ? { pointer: pointerTo(parts) } : {}),
  };
}

/** What a schema says that has no words of its own; whoever reads it sees the field's name before it. */
export function describeIssue(issue: RawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined
        ? "is needed"
        : `must be ${typeNames[issue.expected] ?? issue.expected}`;
    case "too_small":
      return `must ${boundOf(issue.origin, "at least", String(issue.minimum), issue.inclusive)}`;
    case "too_big":
      return `must ${boundOf(issue.origin, "at most", String(issue.maximum), issue.inclusive)}`;
    case "invalid_format":
      return formatNames[issue.format] ?? "is not in the form that it must have";
    case "not_multiple_of":
      return `must be a multiple of ${String(issue.divisor)}`;
    case "invalid_value":
      return issue.input === undefined
        ? "is needed"
        : `must be ${issue.values.map((value) => JSON.stringify(value)).join(" or ")}`;
    case "unrecognized_keys":
      return `has fields that are unknown: ${issue.keys.join(", ")}`;
    case "invalid_union":
    case "invalid_key":
    case "invalid_element":
    case "custom":
      return issue.input === undefined ? "is needed" : "has none of the forms that it may have";
  }
}

/** The code of an issue whose `input` was reported. */
function codeOf(issue: Issue): FieldErrorCode {
  const isText = "origin" in issue && ["string", "array", "set", "file"].includes(String(issue.origin));
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "missing" : "wrong-type";
    case "too_small":
      return isText ? "too-short" : "too-small";
    case "too_big":
      return isText ? "too-long" : "too-large";
    case "invalid_format":
      return "wrong-format";
    case "invalid_value":
      return issue.input === undefined ? "missing" : "not-one-of";
    case "unrecognized_keys":
      return "unknown";
    case "invalid_union":
      return issue.input === undefined ? "missing" : "invalid";
    case "not_multiple_of":
    case "invalid_key":
    case "invalid_element":
    case "custom":
      return "invalid";
  }
}

const typeNames: Record<string, string> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "an object",
  record: "an object",
  array: "a list",
  null: "null",
};

const formatNames: Record<string, string> = {
  uuid: "must be an id, as 01900000-0000-7000-8000-00000000a000",
  datetime: "must be a time in UTC, as 2026-03-01T09:30:00Z",
  date: "must be a day, as 2026-03-01",
  email: "must be a mail address",
  url: "must be a URL",
};

function boundOf(origin: string, bound: string, value: string, isInclusive: boolean | undefined): string {
  if (origin === "string") return `have ${bound} ${value} characters`;
  if (origin === "array" || origin === "set") return `have ${bound} ${value} entries`;
  if (isInclusive === false) return `be ${bound === "at least" ? "more" : "less"} than ${value}`;
  return `be ${bound} ${value}`;
}
