import { timestamp } from "../http/schemas.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";

export const expiry = timestamp
  .optional()
  .openapi({ description: "A year from now when left out, and two years from now at the latest" });

/** When the key's secret ends: as asked, within two years, or in a year. */
export function planExpiry(asked: string | undefined, now: Date): Date {
  if (asked === undefined) return inYears(now, 1);
  const expiresAt = new Date(asked);
  const wrong =
    expiresAt <= now
      ? "is in the past"
      : expiresAt > inYears(now, 2)
        ? "is more than two years away"
        : undefined;
  if (wrong === undefined) return expiresAt;
  throw new HttpProblem("invalid", undefined, { errors: [{ field: "expiresAt", message: wrong }] });
}

function inYears(from: Date, years: number): Date {
  const then = new Date(from);
  then.setUTCFullYear(then.getUTCFullYear() + years);
  return then;
}
