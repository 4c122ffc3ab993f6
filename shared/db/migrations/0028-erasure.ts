import { type Kysely, sql } from "kysely";
import { protectTenantTable } from "./protect-tenant-table.ts";

/** What erasure needs to know of the past, and what keeps retention's batches cheap. */
export async function up(db: Kysely<never>): Promise<void> {
  await numberHoldings(db);
  await lettersOfErased(db);
  await repliesAboutTenants(db);
  await sql`
    create index on dead_letters (created_at);
    create index messages_with_raw on messages (tenant_id, created_at) where raw is not null;
    create index messages_with_trace on messages (tenant_id, created_at) where trace is not null;
    create index message_changes_with_raw on message_changes (tenant_id, created_at) where raw is not null;
    create index message_statuses_with_raw on message_statuses (tenant_id, created_at) where raw is not null;
    create index on idempotency_keys (tenant_id, created_at);
  `.execute(db);
}

/** Which numbers and accounts a tenant had, and from when until when: an outlet says only what it has now. */
async function numberHoldings(db: Kysely<never>): Promise<void> {
  await sql`
    create table number_holdings (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      waba_phone_number_id text not null,
      waba_business_account_id text not null,
      held_from timestamptz not null default now(),
      -- Null while an outlet has the number.
      held_until timestamptz
    );
    create index on number_holdings (tenant_id, waba_phone_number_id);
    create index on number_holdings (waba_phone_number_id);
    create index on number_holdings (waba_business_account_id);
  `.execute(db);
  await protectTenantTable(db, "number_holdings");
  await sql`
    create function keep_number_holdings() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
    declare
      scope text := current_setting('app.tenant_id', true);
      held boolean := tg_op <> 'INSERT' and old.status in ('active', 'paused');
      holds boolean := tg_op <> 'DELETE' and new.status in ('active', 'paused');
    begin
      if held and holds and (old.waba_phone_number_id, old.waba_business_account_id)
          = (new.waba_phone_number_id, new.waba_business_account_id) then
        return null;
      end if;
      if held then
        perform set_config('app.tenant_id', old.tenant_id::text, true);
        update public.number_holdings set held_until = now()
        where tenant_id = old.tenant_id and waba_phone_number_id = old.waba_phone_number_id and held_until is null;
      end if;
      if holds then
        perform set_config('app.tenant_id', new.tenant_id::text, true);
        insert into public.number_holdings (tenant_id, waba_phone_number_id, waba_business_account_id)
        values (new.tenant_id, new.waba_phone_number_id, new.waba_business_account_id);
      end if;
      perform set_config('app.tenant_id', coalesce(scope, ''), true);
      return null;
    end $$;
    revoke all on function keep_number_holdings() from public;
    create trigger keep_number_holdings
      after insert or delete or update of status, waba_phone_number_id, waba_business_account_id on outlets
      for each row execute function keep_number_holdings();

    -- The owner is bound by row-level security too, but for this one look at all.
    alter table outlets no force row level security;
    alter table number_holdings no force row level security;
    insert into number_holdings (tenant_id, waba_phone_number_id, waba_business_account_id, held_from, held_until)
      select tenant_id, waba_phone_number_id, waba_business_account_id, coalesce(proven_at, created_at),
        case when status not in ('active', 'paused') then updated_at end
      from outlets where status in ('active', 'paused') or proven_at is not null;
    alter table number_holdings force row level security;
    alter table outlets force row level security;
  `.execute(db);
}

/**
 * Dead letters of no tenant that name one of these numbers or accounts as a whole word, unless somebody else had that
 * one when they came: those are somebody else's.
 */
async function lettersOfErased(db: Kysely<never>): Promise<void> {
  await sql`
    grant select (waba_phone_number_id, waba_business_account_id, created_at) on dead_letters to crm_lookup;
    grant select (tenant_id, waba_phone_number_id, waba_business_account_id, held_from, held_until)
      on number_holdings to crm_lookup;
    create policy lookup_read on number_holdings for select to crm_lookup using (true);

    grant create on schema public to crm_lookup;
    set local role crm_lookup;
    drop function find_dead_letters_naming(text[]);
    create function find_dead_letters_of(erased uuid, names text[]) returns setof uuid
      language sql stable security definer set search_path = pg_catalog, pg_temp
      begin atomic
        select d.id from public.dead_letters d
        where d.tenant_id is null and exists (
          select from unnest(names) as n (name)
          where (n.name in (d.waba_phone_number_id, d.waba_business_account_id)
              or concat(d.payload_text, ' ', d.payload::text)
                ~ concat('(?<![[:alnum:]])', regexp_replace(n.name, '([^[:alnum:]])', '\\\\\\1', 'g'), '(?![[:alnum:]])'))
            and not exists (
              select from public.number_holdings h
              where n.name in (h.waba_phone_number_id, h.waba_business_account_id) and h.tenant_id <> erased
                and h.held_from <= d.created_at and (h.held_until is null or h.held_until > d.created_at)));
      end;
    revoke all on function find_dead_letters_of(uuid, text[]) from public;
    reset role;
    revoke create on schema public from crm_lookup;
  `.execute(db);
}

/** An operator's kept answer belongs to no tenant, and may be about one: the one in whose scope its work was done. */
async function repliesAboutTenants(db: Kysely<never>): Promise<void> {
  await sql`
    alter table idempotency_keys add column about_tenant_id uuid;
    grant update (about_tenant_id) on idempotency_keys to crm_lookup;
    grant create on schema public to crm_lookup;
    set local role crm_lookup;
    create or replace function keep_operator_reply(
      of_principal text, of_key text, of_attempt uuid, new_status integer, new_headers jsonb, new_body text
    ) returns void
      language sql volatile security definer set search_path = pg_catalog, pg_temp
      begin atomic
        update public.idempotency_keys
          set status = new_status, headers = new_headers, body = new_body, about_tenant_id = public.app_tenant_id()
        where tenant_id is null and principal = of_principal and key = of_key and attempt_id = of_attempt;
      end;
    reset role;
    revoke create on schema public from crm_lookup;
  `.execute(db);
}
