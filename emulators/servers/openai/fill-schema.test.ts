import * as fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import type { Reply } from "./answer/compose-reply.ts";
import { fillSchema } from "./fill-schema.ts";

const replies: Reply[] = (["answer", "smalltalk", "clarify", "no_answer"] as const).map((kind) => ({
  kind,
  text: "Soup costs 4 euros.",
  citations: kind === "answer" ? ["2", "5"] : [],
  confidence: 0.8,
  language: "en",
  question: "How much is soup?",
  handoff: kind === "no_answer" ? { reason: "No source says so.", summary: "Asks for the soup." } : undefined,
  hasSources: true,
}));

const name = fc.constantFrom(
  "answer",
  "citations",
  "kind",
  "handoff",
  "reason",
  "confidence",
  "found",
  "language",
  "x",
  "y",
);
const { schema } = fc.letrec<{ schema: z.ZodType }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom<z.ZodType>(z.string(), z.boolean(), z.null(), z.literal("fixed")),
    fc.nat(300).map((length) => z.string().min(length)),
    fc.nat(300).map((length) => z.string().max(length)),
    fc.constantFrom<z.ZodType>(
      z.iso.datetime(),
      z.uuid(),
      z.email(),
      z.int().positive(),
      z.number().min(3).max(3.5),
    ),
    fc
      .uniqueArray(fc.constantFrom("answer", "abstain", "greeting", "a", "b"), { minLength: 1 })
      .map((values) => z.enum(values)),
    tie("schema").map((inner) => z.nullable(inner)),
    fc.tuple(tie("schema"), fc.nat(3)).map(([inner, least]) => z.array(inner).min(least)),
    fc.array(tie("schema"), { minLength: 1, maxLength: 3 }).map((inner) => z.union(inner)),
    fc.dictionary(name, tie("schema"), { maxKeys: 5 }).map((shape) => z.object(shape)),
  ),
}));

test("whatever the schema asks for, the value is valid by it", () => {
  fc.assert(
    fc.property(fc.dictionary(name, schema, { maxKeys: 6 }), fc.constantFrom(...replies), (shape, reply) => {
      const zod = z.strictObject(shape);
      const value = fillSchema(z.toJSONSchema(zod), reply);
      expect(zod.safeParse(value).error).toBeUndefined();
    }),
    { numRuns: 300 },
  );
});

test("references are followed, also to the root", () => {
  const node = {
    type: "object",
    properties: { answer: { $ref: "#/$defs/text" }, child: { anyOf: [{ $ref: "#" }, { type: "null" }] } },
    $defs: { text: { type: "string" } },
  };
  const [reply] = replies;
  if (reply === undefined) throw new Error("no reply");
  expect(fillSchema(node, reply)).toEqual({ answer: reply.text, child: null });
});
