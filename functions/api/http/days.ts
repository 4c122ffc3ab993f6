import { HttpProblem } from "../../../shared/runtime/errors.ts";

const dayMs = 86_400_000;
const longestDays = 366;

/** For the description of a route that takes `from` and `to`. */
export const daysRule = `Days are the tenant's own, both ends included; the last 31 unless said otherwise, ${longestDays} at most.`;

/** The days that are asked for, as `YYYY-MM-DD`. */
export function readDays(
  asked: { from?: string | undefined; to?: string | undefined },
  today: string,
): { from: string; to: string } {
  const to = asked.to ?? today;
  const from = asked.from ?? daysBefore(to, 30);
  if (from > to || daysBefore(to, longestDays) > from) {
    const message = `must lie within ${longestDays} days before \`to\``;
    throw new HttpProblem("invalid", undefined, { errors: [{ field: "from", in: "query", message }] });
  }
  return { from, to };
}

function daysBefore(date: string, days: number): string {
  return new Date(Date.parse(date) - days * dayMs).toISOString().slice(0, 10);
}
