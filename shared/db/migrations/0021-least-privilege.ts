import { sql } from "kysely";
import type { Kysely } from "kysely";

/** Rights are declared for each function's role, outside of migrations; the audit log is written by one function alone. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    grant usage on schema public to crm_audit;
    -- How much a dead letter holds, for whom what it holds does not concern.
    alter table dead_letters add column size_bytes integer not null
      generated always as (coalesce(octet_length(payload_text), 0) + coalesce(octet_length(payload::text), 0)) stored;
  `.execute(db);
  await deadLetterLookup(db);
  await auditWriter(db);
  await auditedSettlement(db);
  await auditedErasure(db);
}

/**
 * Which dead letters of no tenant name one of these numbers or accounts, whatever else they hold: so that who erases a
 * tenant finds them, and reads none.
 */
async function deadLetterLookup(db: Kysely<never>): Promise<void> {
  await sql`
    grant select (id, tenant_id, payload, payload_text) on dead_letters to crm_lookup;
    create policy lookup_read on dead_letters for select to crm_lookup using (tenant_id is null);
    create function find_dead_letters_naming(names text[]) returns setof uuid
      language sql stable security definer set search_path = pg_catalog, pg_temp
      begin atomic
        select d.id from public.dead_letters d
        where d.tenant_id is null and exists (
          select from unnest(names) as n (name)
          where strpos(d.payload_text, n.name) > 0 or strpos(d.payload::text, n.name) > 0);
      end;
    grant create on schema public to crm_lookup;
    alter function find_dead_letters_naming(text[]) owner to crm_lookup;
    revoke create on schema public from crm_lookup;
    set local role crm_lookup;
    revoke all on function find_dead_letters_naming(text[]) from public;
    reset role;
  `.execute(db);
}

/**
 * Entries are written by `record_audit` alone: with the time of the transaction, and by whom the scope says that works.
 * Only the API works for somebody; any other function is itself, whatever it says. The log belongs to a role that nobody
 * is, so that also the owner of all else neither writes nor changes it.
 */
async function auditWriter(db: Kysely<never>): Promise<void> {
  await sql`
    drop policy unknown_tenant_insert on audit_log;
    drop policy platform_insert on audit_log;
    drop policy unknown_tenant_insert_by_owner on audit_log;
    create policy written_by_function on audit_log for insert to crm_audit
      with check (tenant_id is not distinct from (select app_tenant_id()));

    create function record_audit(
      tenant uuid, action text, subject_type text, subject_id text, before jsonb, after jsonb, request_id text
    ) returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
    declare
      caller text := case current_setting('role') when 'none' then session_user::text else current_setting('role') end;
      said text := case when caller in ('crm_api', 'crm_api_platform') then nullif(current_setting('app.actor', true), '') end;
      actor_type text := case
        when said is not null then split_part(said, ':', 1)
        when caller = 'crm_owner' then 'system'
        else 'function' end;
      actor_id text := case
        when said is not null then nullif(substr(said, strpos(said || ':', ':') + 1), '')
        when caller <> 'crm_owner' then replace(regexp_replace(caller, '^crm_(.*?)(_platform)?$', '\\1'), '_', '-') end;
    begin
      insert into public.audit_log
        (tenant_id, actor_type, actor_id, action, subject_type, subject_id, before, after, request_id, created_at)
      values (tenant, actor_type, actor_id, action, subject_type, subject_id, before, after, request_id, now());
    end $$;

    -- What stays of an erased tenant: who had asked for it, and when.
    create function record_erasure(asked_type text, asked_id text, erased text, before jsonb, after jsonb, request_id text)
    returns void language sql security definer set search_path = pg_catalog, pg_temp
    begin atomic
      insert into public.audit_log
        (tenant_id, actor_type, actor_id, action, subject_type, subject_id, before, after, request_id, created_at)
      values (null, asked_type, asked_id, 'tenant.erased', 'tenant', erased, before, after, request_id, now());
    end;
    revoke all on function record_audit(uuid, text, text, text, jsonb, jsonb, text),
      record_erasure(text, text, text, jsonb, jsonb, text) from public;

    -- Taking over a thing needs CREATE on its schema for that moment only.
    grant create on schema public to crm_audit;
    alter function record_audit(uuid, text, text, text, jsonb, jsonb, text) owner to crm_audit;
    alter function record_erasure(text, text, text, jsonb, jsonb, text) owner to crm_audit;
    alter table audit_log owner to crm_audit;
    revoke create on schema public from crm_audit;
  `.execute(db);
  await sql`
    set local role crm_audit;
    grant select on audit_log to crm_owner;
    grant execute on function record_audit(uuid, text, text, text, jsonb, jsonb, text),
      record_erasure(text, text, text, jsonb, jsonb, text) to crm_owner;
    reset role;
  `.execute(db);
}

/** As before, with its entries written by `record_audit`. */
async function auditedSettlement(db: Kysely<never>): Promise<void> {
  await sql`
    create or replace function apply_settlement(tenant uuid, at timestamptz, plan jsonb) returns jsonb language plpgsql as $$
    declare
      posting jsonb;
      posted uuid;
      told jsonb;
    begin
      perform set_config('app.tenant_id', tenant::text, true);
      update billing_accounts set
        deposit_minor = (plan->>'depositMinor')::bigint,
        owed_minor = (plan->>'owedMinor')::bigint,
        owed_since = case when (plan->>'owedMinor')::bigint > 0 then coalesce(owed_since, at) end
      where (deposit_minor, owed_minor) is distinct from ((plan->>'depositMinor')::bigint, (plan->>'owedMinor')::bigint);

      for posting in select value from jsonb_array_elements(plan->'postings') loop
        insert into ledger_transactions (kind, period_id, quota_id)
          values (posting->>'kind', (posting->>'periodId')::uuid, (posting->>'quotaId')::uuid)
          returning id into posted;
        insert into ledger_entries (transaction_id, account, amount_minor, currency, balance_minor)
          select posted, e->>'account', (e->>'amountMinor')::bigint, plan->>'currency', (e->>'balanceMinor')::bigint
          from jsonb_array_elements(posting->'entries') as e;
      end loop;

      update quotas q set charged_minor = c."chargedMinor", adjustment_charged_minor = c."adjustmentChargedMinor",
        state = c.state, threshold_percent = c."thresholdPercent", attention_at = c."attentionAt",
        updated_at = now()
      from jsonb_to_recordset(plan->'quotas') as c (id uuid, "chargedMinor" bigint, "adjustmentChargedMinor" bigint,
        state text, "thresholdPercent" integer, "attentionAt" bigint)
      where q.id = c.id;

      with passed as (
        select * from jsonb_to_recordset(plan->'crossings') as c (nth integer, "periodId" uuid, allowance text,
          state text, "thresholdPercent" integer, used bigint, included bigint)
      ), told_now as (
        insert into quota_crossings (period_id, allowance, state, threshold_percent, used, included)
          select p."periodId", p.allowance, p.state, p."thresholdPercent", p.used, p.included from passed p order by p.nth
        on conflict do nothing
        returning *
      ), audited as (
        select record_audit(tenant, 'quota.cross', 'quota', t.allowance, null, jsonb_build_object('state', t.state,
          'thresholdPercent', t.threshold_percent, 'used', t.used, 'included', t.included), null)
        from (select * from told_now order by id) t
      )
      select jsonb_agg(jsonb_build_object('id', t.id, 'allowance', t.allowance, 'state', t.state,
          'thresholdPercent', t.threshold_percent, 'periodStart', (p.starts_at at time zone p.time_zone)::date) order by t.id)
        into told
        from told_now t join billing_periods p on p.id = t.period_id
        where (select count(*) from audited) > 0;
      perform refresh_quota_state(at);
      return coalesce(told, '[]');
    end $$;
  `.execute(db);
}

/** As before, with its last trace written by `record_erasure`. */
async function auditedErasure(db: Kysely<never>): Promise<void> {
  await sql`
    create or replace function erase_tenant(erased uuid, max_rows integer, removed jsonb) returns jsonb
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
        perform set_config('app.tenant_id', '', true);
        perform public.record_erasure(coalesce(asked.actor_type, 'system'), asked.actor_id, erased::text,
          jsonb_build_object('slug', tenant.slug),
          jsonb_build_object('requestedAt', coalesce(asked.created_at, tenant.updated_at), 'removed', removed),
          asked.request_id);
      end if;
      perform set_config('app.tenant_id', '', true);
      return jsonb_build_object('done', total = 0, 'rows', counts);
    end $$;
  `.execute(db);
}
