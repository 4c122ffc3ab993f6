import { expect } from "vitest";
import { type ProblemCode, problems } from "../../../shared/runtime/errors.ts";
import { linkToProblem } from "../http/present-problem.ts";
import type { Answer } from "./test-api.ts";

/** Not a 500, and if an error then in the one form, telling nothing of what is inside. */
export function expectSane(answer: Answer, what: string): void {
  expect(answer.status, `${what}: ${answer.text.slice(0, 300)}`).toBeLessThan(500);
  if (answer.status < 400) return;
  expect(answer.headers.get("content-type"), what).toBe("application/problem+json");
  // An outlet's refusal also says of what kind it is.
  const { type, title, status, code, detail, errors, requestId, statusReason: _, ...others } = answer.body;
  expect(others, what).toEqual({});
  expect({ type, title, status }, what).toEqual({
    type: linkToProblem(code as ProblemCode),
    ...problems[code as keyof typeof problems],
  });
  expect(status, what).toBe(answer.status);
  expect(requestId, what).toEqual(expect.any(String));
  expect([detail ?? "", ...(errors ?? []).map(({ message }) => message)].join("\n"), what).not.toMatch(
    /select |insert |update "|relation|constraint|postgres|kysely|node_modules|\.ts:|at \w+ \(/i,
  );
}
