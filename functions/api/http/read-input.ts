import { z } from "@hono/zod-openapi";
import { type FieldError, type FieldPlace, HttpProblem } from "../../../shared/runtime/errors.ts";
import { describeIssue, toFieldErrors, unknownField } from "./field-error.ts";
import type { Route } from "./route.ts";
import { unknownFields } from "./unknown-fields.ts";

export type RawInput = {
  params: Record<string, string>;
  /** Every value of each parameter. */
  query: Record<string, readonly string[]>;
  contentType: string | undefined;
  body: Uint8Array;
};

/**
 * The request's parts as the route's schemas read them. Throws the problem that names every field that is wrong, and
 * every field and parameter that the route does not know.
 */
export function readInput(
  { declaration }: Pick<Route, "declaration">,
  raw: RawInput,
): { params: unknown; query: unknown; body: unknown } {
  const errors: FieldError[] = [];
  const params = check(declaration.params ?? nothing, { in: "path", value: raw.params }, errors);
  const query = check(
    declaration.query ?? nothing,
    { in: "query", value: onceEach(raw.query, errors) },
    errors,
  );
  const hasBody = declaration.body !== undefined || raw.body.length > 0;
  const body = hasBody
    ? check(declaration.body ?? nothing, { in: "body", value: readJson(raw) }, errors)
    : undefined;
  if (errors.length > 0) throw new HttpProblem("invalid", undefined, { errors: errors.slice(0, maxErrors) });
  return { params, query, body };
}

const nothing = z.object({});
const maxErrors = 20;

/** What the schema reads of the value; what is wrong with it is added to `errors`. */
function check(schema: z.ZodType, given: { in: FieldPlace; value: unknown }, errors: FieldError[]): unknown {
  const { data, error } = schema.safeParse(given.value, { error: describeIssue, reportInput: true });
  const issues = (error?.issues ?? []).flatMap((issue) => toFieldErrors(issue, given.in));
  const unknown = unknownFields(schema, given.value).map((path) => unknownField(path, given.in));
  errors.push(...issues, ...unknown);
  return data;
}

/** Each parameter's value. Of one that is repeated no value counts, for the caller meant all of them. */
function onceEach(query: RawInput["query"], errors: FieldError[]): Record<string, string> {
  const repeated = Object.keys(query).filter((name) => (query[name]?.length ?? 0) > 1);
  for (const name of repeated) {
    const field = name.slice(0, 100).toWellFormed();
    errors.push({ field, in: "query", code: "repeated", message: "is given more than once" });
  }
  return Object.fromEntries(Object.entries(query).map(([name, [value = ""]]) => [name, value]));
}

function readJson({ contentType, body }: RawInput): unknown {
  if (contentType === undefined || !/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(contentType)) {
    throw new HttpProblem("unsupported-media-type");
  }
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    throw new HttpProblem("bad-request", "The body is not JSON in UTF-8.");
  }
}
