import { sql } from "kysely";
import type { Kysely } from "kysely";
import { protectTenantTable } from "./protect-tenant-table.ts";

/** What a customer was told of what is not text, so that it is not said again and again. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table conversation_notices (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      conversation_id uuid not null,
      notice text not null check (notice <> ''),
      told_at timestamptz not null,
      unique (conversation_id, notice),
      foreign key (tenant_id, conversation_id) references conversations (tenant_id, id) on delete cascade
    );
    create index on conversation_notices (tenant_id, conversation_id);
  `.execute(db);
  await protectTenantTable(db, "conversation_notices", {
    grants: "select, insert, update (told_at), delete",
  });
}
