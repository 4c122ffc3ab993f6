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
