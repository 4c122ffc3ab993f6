import { z } from "@hono/zod-openapi";
import { describe, expect, test } from "vitest";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { describeProblem } from "../../../shared/runtime/errors.ts";
import { schemaOf } from "./domain-schema.ts";
import { type RawInput, readInput } from "./read-input.ts";
import type { Route } from "./route.ts";
import { id, text } from "./schemas.ts";

const shape = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text"), text: z.string() }),
  z.object({
    type: z.literal("image"),
    file: z.union([z.object({ id: z.string() }), z.object({ link: z.url() })]),
  }),
]);
const body = z
  .object({
    name: text(5),
    size: z.int().min(1).max(9).optional(),
    state: z.enum(["on", "off"]).optional(),
    tone: z.object({ word: z.string().optional() }).catchall(z.string()).optional(),
    parts: z
      .array(z.object({ note: z.string() }))
      .max(2)
      .optional(),
    message: schemaOf(shape, { example: { type: "text", text: "hi" } }).optional(),
  })
  .refine(({ name }) => name !== "no", { path: ["name"], message: "must not be no" });

function read(
  raw: Partial<RawInput> & { json?: unknown },
  schemas: Partial<Route["declaration"]> = { body },
) {
  const { json = { name: "x" }, ...rest } = raw;
  const sent = schemas.body === undefined ? new Uint8Array() : new TextEncoder().encode(JSON.stringify(json));
  const declaration = schemas as Route["declaration"];
  const given = { params: {}, query: {}, contentType: "application/json", body: sent, ...rest };
  return readInput({ declaration }, given);
}

function errorsOf(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    if (error instanceof HttpProblem) return describeProblem(error).errors;
    throw error;
  }
  return undefined;
}

describe("a body", () => {
  test.each([
    ["a field that nobody knows", { name: "x", nmae: "y" }, "nmae", "unknown", "#/nmae"],
    [
      "one within a list",
      { name: "x", parts: [{ note: "a" }, { note: "b", n: 1 }] },
      "parts.1.n",
      "unknown",
      "#/parts/1/n",
    ],
    [
      "one within the chosen form",
      { name: "x", message: { type: "text", text: "a", link: "b" } },
      "message.link",
      "unknown",
      "#/message/link",
    ],
    [
      "one within a form of a form",
      { name: "x", message: { type: "image", file: { id: "1", x: 1 } } },
      "message.file.x",
      "unknown",
      "#/message/file/x",
    ],
    ["a field that is missing", {}, "name", "missing", "#/name"],
    ["a value of another type", { name: 1 }, "name", "wrong-type", "#/name"],
    ["a text that is too long", { name: "abcdef" }, "name", "too-long", "#/name"],
    ["a number that is too large", { name: "x", size: 10 }, "size", "too-large", "#/size"],
    ["a number that is too small", { name: "x", size: 0 }, "size", "too-small", "#/size"],
    [
      "a list that is too long",
      { name: "x", parts: [1, 2, 3].map(() => ({ note: "" })) },
      "parts",
      "too-long",
      "#/parts",
    ],
    ["a value that is none of those", { name: "x", state: "offf" }, "state", "not-one-of", "#/state"],
    ["what a rule of ours refuses", { name: "no" }, "name", "invalid", "#/name"],
    [
      "a pointer's own signs",
      { name: "x", tone: { "a/b~c.d": 1 } },
      "tone.a/b~c.d",
      "wrong-type",
      "#/tone/a~1b~0c.d",
    ],
  ])("is refused for %s, by its field, code and pointer", (_what, json, field, code, pointer) => {
    expect(errorsOf(() => read({ json }))).toEqual([
      { field, in: "body", code, pointer, message: expect.stringMatching(/^(?:is|must|has) /) },
    ]);
  });

  test("may have whatever names its open objects take", () => {
    expect(read({ json: { name: "x", tone: { anything: "goes" } } }).body).toEqual({
      name: "x",
      tone: { anything: "goes" },
    });
  });

  test("is refused where none is taken, unless it is empty", () => {
    const send = (sent: string) => () => read({ body: new TextEncoder().encode(sent) }, {});
    expect(errorsOf(send('{"a":1}'))).toMatchObject([{ field: "a", in: "body", code: "unknown" }]);
    expect(errorsOf(send("{}"))).toBeUndefined();
    expect(errorsOf(send(""))).toBeUndefined();
  });
});

describe("a query", () => {
  const query = z.object({ status: z.enum(["on"]).optional() });

  test.each([
    ["a parameter that nobody knows", { statuss: ["on"] }, "statuss", "unknown"],
    ["a value that is none of those", { status: ["onn"] }, "status", "not-one-of"],
    ["a parameter that stands there twice", { status: ["on", "on"] }, "status", "repeated"],
  ])("is refused for %s", (_what, given, field, code) => {
    expect(errorsOf(() => read({ query: given }, { query }))).toEqual([
      { field, in: "query", code, message: expect.any(String) },
    ]);
  });

  test("is refused where an operation takes none", () => {
    expect(errorsOf(() => read({ query: { sort: ["-createdAt"] } }, {}))).toMatchObject([
      { field: "sort", in: "query", code: "unknown" },
    ]);
  });
});

test("what is wrong in the path says that it is the path's", () => {
  const params = z.object({ id });
  expect(errorsOf(() => read({ params: { id: "me" } }, { params }))).toMatchObject([
    { field: "id", in: "path", code: "wrong-format" },
  ]);
});
