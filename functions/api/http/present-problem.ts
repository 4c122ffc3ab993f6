import { describeProblem, type HttpProblem, type ProblemCode } from "../../../shared/runtime/errors.ts";

/** The page that explains every code. */
export const problemsPage = "/api/docs/problems";

/** Where the code is explained: the `type` of RFC 9457, relative to the API's own address. */
export function linkToProblem(code: ProblemCode): string {
  return `${problemsPage}#${code}`;
}

/** The problem as a caller of the API is told it. */
export function presentProblem(problem: HttpProblem, requestId: string) {
  return { ...describeProblem(problem), type: linkToProblem(problem.code), requestId };
}
