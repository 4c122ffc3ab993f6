import { type Kysely, sql } from "kysely";

/** What the API's callers need to name what they sent, and to change knowledge bases without writing over each other. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table messages
      -- Of the caller's making: the same message never goes twice under it, and is found by it.
      add column client_id text check (char_length(client_id) between 1 and 100);
    create unique index messages_client_id on messages (tenant_id, client_id) where client_id is not null;
    alter table knowledge_bases
      add column version integer not null default 1;
  `.execute(db);
}
