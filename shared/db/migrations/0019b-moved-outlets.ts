import { sql } from "kysely";
import type { Kysely } from "kysely";

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    grant select (moved_told_at) on outlets to crm_platform;
    -- So that the wrapping of data keys passes over those that nothing uses any more.
    grant select (retired_at) on tenant_data_keys to crm_platform;
    create index outlets_moved_untold on outlets (id) where status = 'moved' and moved_told_at is null;
  `.execute(db);
}
