import { sql } from "kysely";
import type { Kysely } from "kysely";

/** Whose account signs in, with the pool that the tenant's people are in and whether its admins need a second factor. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table tenants add column admin_second_factor boolean not null default false;
    grant select (firebase_tenant_id, admin_second_factor) on tenants to crm_lookup;

    create function find_user_of_account(wanted text)
      returns table (
        user_id uuid, tenant_id uuid, role text, status text, tenant_status text, firebase_tenant_id text,
        admin_second_factor boolean
      )
      language sql stable security definer set search_path = pg_catalog, pg_temp
      begin atomic
        select u.id, u.tenant_id, u.role, u.status, t.status, t.firebase_tenant_id, t.admin_second_factor
        from public.users u join public.tenants t on t.id = u.tenant_id
        where u.firebase_uid = wanted;
      end;

    grant create on schema public to crm_lookup;
    alter function find_user_of_account(text) owner to crm_lookup;
    revoke create on schema public from crm_lookup;
  `.execute(db);
  await sql`
    set local role crm_lookup;
    drop function find_user_by_firebase_uid(text);
    revoke all on function find_user_of_account(text) from public;
    grant execute on function find_user_of_account(text) to crm_app;
    reset role;
  `.execute(db);
}
