import { sql } from "kysely";
import type { Kysely } from "kysely";

/** Keys end: with their owner, with their time. They change their secret with an overlap, and messages name them. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table api_keys
      add column owner_user_id uuid,
      add column allowed_ranges text[] not null default '{}',
      add column previous_sha256 bytea check (length(previous_sha256) = 32),
      add column previous_until timestamptz,
      alter column expires_at set default now() + interval '1 year',
      add foreign key (tenant_id, owner_user_id) references users (tenant_id, id) on delete set null (owner_user_id),
      add check ((previous_sha256 is null) = (previous_until is null));
    create index on api_keys (tenant_id, owner_user_id);

    alter table messages
      add column sender_api_key_id uuid,
      add foreign key (tenant_id, sender_api_key_id) references api_keys (tenant_id, id)
        on delete set null (sender_api_key_id),
      add check (num_nonnulls(sender_user_id, sender_api_key_id) <= 1),
      -- Who sent a message stays told when the user is deleted: the audit log says who that was.
      drop constraint messages_tenant_id_sender_user_id_fkey;
    create index on messages (sender_api_key_id) where sender_api_key_id is not null;
  `.execute(db);
  await keyLookup(db);
}

/** In the place of find_api_key: a key works as long as its owner does, and never for more than the owner may. */
async function keyLookup(db: Kysely<never>): Promise<void> {
  await sql`
    grant select (owner_user_id, allowed_ranges, previous_sha256, previous_until, created_at) on api_keys to crm_lookup;

    create function find_working_api_key(wanted_prefix text, wanted_sha256 bytea)
      returns table (
        key_id uuid, tenant_id uuid, scopes text[], allowed_ranges text[], last_used_at timestamptz,
        owner_role text, tenant_status text
      )
      language sql stable security definer set search_path = pg_catalog, pg_temp
      begin atomic
        select k.id, k.tenant_id, k.scopes, k.allowed_ranges, k.last_used_at, u.role, t.status
        from public.api_keys k
          join public.tenants t on t.id = k.tenant_id
          join public.users u on u.tenant_id = k.tenant_id and u.id = k.owner_user_id and u.status = 'active'
        where k.prefix = wanted_prefix
          and (k.secret_sha256 = wanted_sha256 or (k.previous_sha256 = wanted_sha256 and k.previous_until > now()))
          and k.revoked_at is null and coalesce(k.expires_at, k.created_at + interval '1 year') > now();
      end;

    grant create on schema public to crm_lookup;
    alter function find_working_api_key(text, bytea) owner to crm_lookup;
    revoke create on schema public from crm_lookup;
  `.execute(db);
  await sql`
    set local role crm_lookup;
    drop function find_api_key(text, bytea);
    revoke all on function find_working_api_key(text, bytea) from public;
    grant execute on function find_working_api_key(text, bytea) to crm_app;
    reset role;
  `.execute(db);
}
