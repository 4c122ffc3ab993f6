import { type Kysely, sql } from "kysely";

/** What WhatsApp itself says of numbers, accounts and outlets. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- The customer's number as WhatsApp writes it, which may differ from the one that was given in some countries.
    alter table contacts add column wa_id text check (wa_id ~ '^[1-9][0-9]{4,14}$');

    -- When all templates of the outlet's account were last listed; null when there may be others.
    alter table outlets add column templates_synced_at timestamptz;

    -- When the admins were told that the outlet is paused.
    alter table outlets add column pause_told_at timestamptz;
    create index on outlets (id) where status = 'paused' and pause_told_at is null;
  `.execute(db);
  await sql`grant select (pause_told_at) on outlets to crm_platform`.execute(db);
}
