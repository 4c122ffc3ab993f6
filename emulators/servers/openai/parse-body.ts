import type { z } from "zod";
import { ApiError } from "./api-error.ts";

/** Validates a request's body; what does not fit is a 400 that names the parameter. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const param = issue?.path.join(".") ?? "";
  throw new ApiError(400, `Invalid value for '${param || "body"}': ${issue?.message ?? "not valid"}.`, {
    param,
  });
}
