import { sql } from "kysely";
import type { Kysely } from "kysely";

/**
 * Counts of requests in a window, of the whole platform. Without write-ahead log: after a crash everybody begins anew,
 * which harms nobody. No key can be read back: it is a hash.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create unlogged table rate_limits (
      key bytea primary key check (length(key) = 32),
      points bigint not null check (points >= 0),
      ends_at timestamptz not null
    ) with (fillfactor = 70);
    create index on rate_limits (ends_at);

    alter table rate_limits enable row level security;
    alter table rate_limits force row level security;
    create policy platform_own on rate_limits to crm_platform using (true) with check (true);
    grant select, insert, update, delete on rate_limits to crm_platform;
  `.execute(db);
}
