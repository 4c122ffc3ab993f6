export type Problem = {
  title: string;
  status: number;
  requestId: string;
  detail?: string;
  code?: string;
  errors?: { field: string; message: string }[];
};

/** What the API refused. */
export class ApiProblem extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
  }
}

/** Reads are repeated where repeating may help; what was refused for good is not asked again. */
export function mayHelpToRepeat(error: unknown): boolean {
  return !(error instanceof ApiProblem) || error.problem.status === 429 || error.problem.status >= 500;
}
