import { type Kysely, sql } from "kysely";
import { expect, vi } from "vitest";
import type { Database } from "../db/schema.d.ts";

/** Resolves once so many connections of this application wait for rows that somebody else holds. */
export async function awaitLockWait(
  adminDb: Kysely<Database>,
  applicationName: string,
  waiting = 1,
): Promise<void> {
  await vi.waitFor(
    async () => {
      const { rows } = await sql`
        select 1 from pg_stat_activity
        where datname = current_database() and application_name = ${applicationName} and wait_event_type = 'Lock'`.execute(
        adminDb,
      );
      expect(rows.length).toBeGreaterThanOrEqual(waiting);
    },
    { timeout: 10_000, interval: 20 },
  );
}
