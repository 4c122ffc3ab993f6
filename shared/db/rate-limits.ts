import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Database } from "./schema.d.ts";

export type WindowCount = {
  /** Of all instances, these among them. */
  points: number;
  /** Until the window ends and the count begins anew. */
  msLeft: number;
};

/** Counts points for the key in its window, which begins with its first; by the database's clock, which all share. */
export async function addRatePoints(
  platformDb: Kysely<Database>,
  { key, points, windowMs }: { key: Buffer; points: number; windowMs: number },
): Promise<WindowCount> {
  const { rows } = await sql<WindowCount>`
    insert into rate_limits as r (key, points, ends_at)
    values (${key}, ${points}, clock_timestamp() + make_interval(secs => ${windowMs / 1_000}))
    on conflict (key) do update set
      points = case when r.ends_at <= clock_timestamp() then excluded.points else r.points + excluded.points end,
      ends_at = case when r.ends_at <= clock_timestamp() then excluded.ends_at else r.ends_at end
    returning points, greatest(0, ceil(extract(epoch from ends_at - clock_timestamp()) * 1000))::int as "msLeft"
  `.execute(platformDb);
  return rows[0] as WindowCount;
}

/** Forgets windows that ended; resolves to how many. */
export async function deleteEndedRateLimits(platformDb: Kysely<Database>, before: Date): Promise<number> {
  const { numDeletedRows } = await platformDb
    .deleteFrom("rate_limits")
    .where("ends_at", "<", before)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
