import { type Kysely, sql } from "kysely";

/** What the reading of a document that answers left out, and why. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table documents add column warnings jsonb not null default '[]' check (jsonb_typeof(warnings) = 'array');
  `.execute(db);
}
