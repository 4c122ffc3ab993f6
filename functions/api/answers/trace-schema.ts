import { z } from "@hono/zod-openapi";
import { answerFailures } from "../../../shared/answers/rules/check-answer.ts";
import { id } from "../http/schemas.ts";
import { decision } from "./answer-schema.ts";

/** As it is kept: see `AnswerTrace`. */
export const traceSchema = z
  .object({
    promptVersion: z.int(),
    model: z.string(),
    temperature: z.number(),
    question: z.string(),
    searchedFor: z
      .string()
      .openapi({ description: "The question as it was searched for: a follow-up with what it follows" }),
    language: z.string(),
    retrieved: z.array(
      z.object({
        chunkId: id,
        documentId: id,
        title: z.string(),
        heading: z.string().optional(),
        page: z.int().optional(),
        score: z.number().openapi({ description: "Compares only within one answer" }),
        isCited: z.boolean(),
      }),
    ),
    tokens: z.object({ in: z.int(), out: z.int(), embedding: z.int() }),
    steps: z.object({ searchMs: z.int(), modelMs: z.int(), checkMs: z.int() }),
    check: z
      .object({
        failure: z
          .enum(answerFailures)
          .optional()
          .openapi({ description: "Why the model's own words were not sent" }),
        unsupported: z.array(z.string()).optional().openapi({ description: "What stands in no source" }),
      })
      .openapi({ description: "Of the model's words against the prompt and the sources" }),
  })
  .partial()
  .extend({ decision: decision.extend({ reason: z.string().optional() }) })
  .openapi("AnswerTrace", { description: "Where no model was asked it holds only the decision" });
