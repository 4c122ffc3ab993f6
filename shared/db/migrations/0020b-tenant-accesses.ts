import { sql } from "kysely";
import type { Kysely } from "kysely";
import { letPlatformRead, protectTenantTable } from "./protect-tenant-table.ts";

/** When an operator may see what is a tenant's own: for a reason, for an hour at most, and told to its admins. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table tenant_accesses (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      operator_uid text not null check (operator_uid <> ''),
      reason text not null check (reason <> ''),
      expires_at timestamptz not null,
      ended_at timestamptz,
      created_at timestamptz not null default now(),
      unique (tenant_id, id),
      check (expires_at > created_at and expires_at <= created_at + interval '1 hour')
    );
  `.execute(db);
  // For good, but for its early end.
  await protectTenantTable(db, "tenant_accesses", { grants: "select, insert, update (ended_at)" });
  // So that a request finds whose data it is for, and whether it still may.
  await letPlatformRead(db, "tenant_accesses", ["id", "tenant_id", "operator_uid", "expires_at", "ended_at"]);
}
