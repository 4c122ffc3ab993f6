import { z } from "zod";

/** Text of 1 to `max` characters, counted as UTF-16 units: never fewer than Meta counts. */
export function textUpTo(max: number) {
  return z.string().trim().min(1, "must not be empty").max(max, `must be at most ${max} characters`);
}
