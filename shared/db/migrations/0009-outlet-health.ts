import { sql } from "kysely";
import type { Kysely } from "kysely";
import { letPlatformRead } from "./protect-tenant-table.ts";

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table outlets add column checked_at timestamptz;
    create index outlets_by_check on outlets (checked_at) where status <> 'disabled';
    create index messages_queued on messages (outlet_id, sent_at, id) where status = 'queued';
    grant select (checked_at, status_reason) on outlets to crm_platform;
  `.execute(db);
  // Whose data keys want to be wrapped anew; the keys themselves are read in the tenant's scope.
  await letPlatformRead(db, "tenant_data_keys", ["tenant_id", "wrapping_key_name"]);
  await tenantErasure(db);
}

/**
 * Removes a tenant for good, some rows a call, the newest tables first, since they refer to the older ones. The call
 * that finds nothing left removes the tenant itself and leaves the one trace of it: who asked, when, and how much there
 * was. Runs as the owner in that tenant's scope, so row-level security keeps it from everybody else's rows.
 */
async function tenantErasure(db: Kysely<never>): Promise<void> {
  await sql`
    create function erase_tenant(erased uuid, max_rows integer, removed jsonb) returns jsonb
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
    declare
      tenant public.tenants;
      asked public.audit_log;
      relation name;
      deleted bigint;
      total bigint := 0;
      counts jsonb := '{}';
    begin
      perform set_config('app.tenant_id', erased::text, true);
      select * into tenant from public.tenants where id = erased for update;
      if not found then
        return jsonb_build_object('done', true, 'rows', counts);
      end if;
      if tenant.status <> 'erasing' then
        raise exception 'tenant % is not to be erased', erased using errcode = 'object_not_in_prerequisite_state';
      end if;

      for relation in
        select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> 'audit_log'
          and not c.relispartition
        order by c.oid desc
      loop
        exit when total >= max_rows;
        begin
          execute format('delete from public.%1$I where id in (select id from public.%1$I where tenant_id = $1 limit $2)', relation)
            using erased, max_rows - total;
          get diagnostics deleted = row_count;
          total := total + deleted;
          if deleted > 0 then
            counts := counts || jsonb_build_object(relation, deleted);
          end if;
        exception when foreign_key_violation then
          -- Something still refers to these; it goes first, and they with the next call.
          null;
        end;
      end loop;

      if total = 0 then
        select * into asked from public.audit_log
          where action = 'tenant.erasure-requested' order by id desc limit 1;
        delete from public.tenants where id = erased;
        insert into public.audit_log
          (tenant_id, actor_type, actor_id, action, subject_type, subject_id, before, after, request_id)
        values (null, coalesce(asked.actor_type, 'system'), asked.actor_id, 'tenant.erased', 'tenant', erased::text,
          jsonb_build_object('slug', tenant.slug),
          jsonb_build_object('requestedAt', coalesce(asked.created_at, tenant.updated_at), 'removed', removed),
          asked.request_id);
      end if;
      perform set_config('app.tenant_id', '', true);
      return jsonb_build_object('done', total = 0, 'rows', counts);
    end $$;

    revoke all on function erase_tenant(uuid, integer, jsonb) from public;
    grant execute on function erase_tenant(uuid, integer, jsonb) to crm_platform;
  `.execute(db);
}
