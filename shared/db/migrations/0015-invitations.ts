import { sql } from "kysely";
import type { Kysely } from "kysely";

export async function up(db: Kysely<never>): Promise<void> {
  // When the last mail that invites the user was handed over; null until one was.
  await sql`alter table users add column invited_at timestamptz`.execute(db);
}
