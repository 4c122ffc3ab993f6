import type { z } from "@hono/zod-openapi";
import { type FieldError, HttpProblem } from "../../../shared/runtime/errors.ts";
import type { Route } from "./route.ts";

export type RawInput = {
  params: Record<string, string>;
  query: Record<string, string>;
  contentType: string | undefined;
  body: Uint8Array;
};

/** The request's parts as the route's schemas read them. Throws the problem that names every field that is wrong. */
export function readInput(
  { declaration }: Route,
  raw: RawInput,
): { params: unknown; query: unknown; body: unknown } {
  const errors: FieldError[] = [];
  const params = check(declaration.params, raw.params, errors);
  const query = check(declaration.query, raw.query, errors);
  const body = declaration.body === undefined ? undefined : check(declaration.body, readJson(raw), errors);
  if (errors.length > 0) throw new HttpProblem("invalid", undefined, { errors: errors.slice(0, maxErrors) });
  return { params, query, body };
}

const maxErrors = 20;

function check(schema: z.ZodType | undefined, value: unknown, errors: FieldError[]): unknown {
  if (schema === undefined) return undefined;
  const { data, error } = schema.safeParse(value);
  for (const issue of error?.issues ?? []) {
    // A field's name may be the client's own, of any length.
    errors.push({
      field: issue.path.join(".").slice(0, 100).toWellFormed(),
      message: issue.message.slice(0, 300),
    });
  }
  return data;
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
