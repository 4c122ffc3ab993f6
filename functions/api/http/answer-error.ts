import type { Context } from "hono";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import type { AppEnv } from "./app-env.ts";
import { presentProblem } from "./present-problem.ts";
import { toProblem } from "./to-problem.ts";

/** Every error in the one form; of a bug nothing but that it is one. The error itself goes to the log. */
export function answerError(error: unknown, c: Context<AppEnv>): Response {
  const problem = toProblem(error) ?? new HttpProblem("internal");
  c.set("logFields", { ...c.get("logFields"), code: problem.code, error });
  const body = presentProblem(problem, c.get("requestId"));
  return new Response(JSON.stringify(body), {
    status: body.status,
    headers: { ...problem.headers, "content-type": "application/problem+json", "cache-control": "no-store" },
  });
}
