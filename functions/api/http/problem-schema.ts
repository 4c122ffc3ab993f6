import { z } from "@hono/zod-openapi";
import { fieldErrorCodes, problems } from "../../../shared/runtime/errors.ts";

const fieldErrorSchema = z
  .object({
    field: z.string().openapi({ description: "Its path: `llmTone.language`", example: "llmTone.language" }),
    in: z.enum(["body", "query", "path", "header"]).openapi({ description: "The part of the request" }),
    code: z.enum(Object.keys(fieldErrorCodes)).openapi({ description: "Stable, to decide by" }),
    message: z.string().openapi({ description: "For a person; reads on from the field's name" }),
    pointer: z.string().optional().openapi({
      description: "Of the body: the same path as a JSON pointer (RFC 6901)",
      example: "#/llmTone/language",
    }),
  })
  .openapi("FieldError");

/** The one form of errors, RFC 9457. */
export const problemSchema = z
  .object({
    type: z.string().openapi({
      description: "Where the code is explained",
      example: "/api/docs/problems#invalid",
    }),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(problems)).openapi({ description: "Stable, to decide by" }),
    detail: z.string().optional(),
    errors: z
      .array(fieldErrorSchema)
      .optional()
      .openapi({ description: "The fields that are wrong, or that clash with what is there" }),
    limit: z
      .object({
        name: z.string().openapi({ example: "outlets" }),
        used: z.int(),
        allowed: z.int(),
        plan: z.string().nullable().openapi({ description: "Null where the subscription has ended" }),
        upgradeTo: z.string().nullable().openapi({ description: "The smallest plan that has room" }),
      })
      .optional()
      .openapi({ description: "Of `plan-limit-reached`: the limit of the plan that was reached" }),
    requestId: z.string().openapi({ description: "To be named when asking for help" }),
  })
  .openapi("Problem");
