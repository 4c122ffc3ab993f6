import { sql } from "kysely";
import type { Kysely } from "kysely";

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table outlets drop constraint outlets_status_check;
    alter table outlets add constraint outlets_status_check
      check (status in ('unverified', 'active', 'paused', 'disabled', 'moved'));

    -- Since when a token has opened the number and its account for this outlet; null while none has.
    alter table outlets add column proven_at timestamptz;
    -- When a pause ends by itself, where Meta says so.
    alter table outlets add column paused_until timestamptz;
    -- When the tenant's admins were told that the number went to somebody else.
    alter table outlets add column moved_told_at timestamptz;

    -- Whoever types a number has no claim on it: only an outlet that works, or worked until something broke, has one.
    alter table outlets drop constraint outlets_waba_phone_number_id_key;
    alter table outlets add constraint outlets_tenant_id_waba_phone_number_id_key unique (tenant_id, waba_phone_number_id);
    create unique index outlets_one_claim on outlets (waba_phone_number_id) where status in ('active', 'paused');
    create index outlets_by_account on outlets (waba_business_account_id);
    create index outlets_pause_ends on outlets (paused_until) where paused_until is not null;
    grant select (proven_at, paused_until) on outlets to crm_platform;

    -- Which number and account an event named that nobody had proven: it is handled when somebody has.
    alter table dead_letters add column waba_phone_number_id text;
    alter table dead_letters add column waba_business_account_id text;
    create index dead_letters_unclaimed on dead_letters (waba_business_account_id, waba_phone_number_id)
      where reason_code = 'unknown-number' and replayed_at is null;

    -- What is newer is newer of one account.
    drop index account_events_tenant_id_field_subject_occurred_at_idx;
    create index on account_events (tenant_id, waba_business_account_id, field, subject, occurred_at);
  `.execute(db);
  await lookups(db);
}

/**
 * Whose a number or an account is, asked before the tenant is known. A number counts only together with the account
 * that the webhook names, and only for an outlet that has proven both.
 */
async function lookups(db: Kysely<never>): Promise<void> {
  await sql`
    grant create on schema public to crm_lookup;
    set local role crm_lookup;
    drop function find_outlet_by_phone_number_id(text);
    drop function find_outlets_by_business_account_id(text);

    create function find_outlet_of_number(wanted_number text, wanted_account text)
      returns table (outlet_id uuid, tenant_id uuid)
      language sql stable security definer set search_path = pg_catalog, pg_temp
      begin atomic
        select o.id, o.tenant_id from public.outlets o
          where o.waba_phone_number_id = wanted_number and o.waba_business_account_id = wanted_account
            and o.status in ('active', 'paused');
      end;
    revoke all on function find_outlet_of_number(text, text) from public;
    grant execute on function find_outlet_of_number(text, text) to crm_app;

    create function find_outlets_of_account(wanted_account text)
      returns table (outlet_id uuid, tenant_id uuid)
      language sql stable security definer set search_path = pg_catalog, pg_temp
      begin atomic
        select o.id, o.tenant_id from public.outlets o
          where o.waba_business_account_id = wanted_account and o.status in ('active', 'paused') order by o.id;
      end;
    revoke all on function find_outlets_of_account(text) from public;
    grant execute on function find_outlets_of_account(text) to crm_app;
    reset role;
    revoke create on schema public from crm_lookup;
  `.execute(db);
}
