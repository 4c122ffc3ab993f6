import { HttpProblem } from "../../../shared/runtime/errors.ts";

/** Firebase's part of a change. When it fails, so does the transaction that this is in, and the whole may be tried again. */
export async function withIdentity<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof HttpProblem) throw error;
    throw new HttpProblem("unavailable", undefined, { cause: error, headers: { "retry-after": "2" } });
  }
}
