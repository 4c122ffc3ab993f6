import { z } from "@hono/zod-openapi";
import { problems } from "../../../shared/runtime/errors.ts";

/** The one form of errors, RFC 9457. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(problems)).openapi({ description: "Stable, to decide by" }),
    detail: z.string().optional(),
    errors: z
      .array(z.object({ field: z.string(), message: z.string() }))
      .optional()
      .openapi({ description: "The fields that are wrong, or that clash with what is there" }),
    requestId: z.string().openapi({ description: "To be named when asking for help" }),
  })
  .openapi("Problem");
