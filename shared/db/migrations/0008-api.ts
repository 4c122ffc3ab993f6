import { sql } from "kysely";
import type { Kysely } from "kysely";
import { letPlatformRead, protectTenantTable, touchOnUpdate } from "./protect-tenant-table.ts";

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table audit_log drop constraint audit_log_actor_type_check;
    alter table audit_log add constraint audit_log_actor_type_check
      check (actor_type in ('user', 'operator', 'api_key', 'function', 'system'));
    -- Ids are in time order, so that a page of the log is a range of this.
    create index on audit_log (tenant_id, id);

    -- The account was there before the user was: it is not ours to delete with the user.
    alter table users add column account_linked boolean not null default false;
    alter table outlets add column status_message text;

    create table api_keys (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      name text not null check (name <> ''),
      prefix text not null unique check (prefix ~ '^[0-9a-f]{12}$'),
      secret_sha256 bytea not null check (length(secret_sha256) = 32),
      scopes text[] not null check (cardinality(scopes) > 0),
      created_by text,
      expires_at timestamptz,
      revoked_at timestamptz,
      last_used_at timestamptz,
      created_at timestamptz not null default now(),
      unique (tenant_id, id)
    );

    -- Without a tenant: of an operator, who belongs to none.
    create table idempotency_keys (
      id uuid primary key default uuidv7(),
      tenant_id uuid references tenants (id) on delete cascade,
      principal text not null,
      key text not null,
      request_sha256 bytea not null check (length(request_sha256) = 32),
      attempt_id uuid not null,
      locked_until timestamptz not null,
      status integer,
      headers jsonb,
      body text,
      created_at timestamptz not null default now(),
      unique nulls not distinct (tenant_id, principal, key)
    );
    create index on idempotency_keys (created_at);

    create table platform_operators (
      id uuid primary key default uuidv7(),
      firebase_uid text not null unique,
      email text not null check (email = lower(email) and email like '%_@_%'),
      revoked_at timestamptz,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    );
  `.execute(db);

  await protectTenantTable(db, "api_keys", { grants: "select, insert, update" });
  await protectTenantTable(db, "idempotency_keys");
  await touchOnUpdate(db, "platform_operators");
  await platformAccess(db);
  await principalLookups(db);
}

async function platformAccess(db: Kysely<never>): Promise<void> {
  // Whose a user is, so that an operator's request finds its scope; who it is, the scope tells.
  await letPlatformRead(db, "users", ["id", "tenant_id"]);
  await letPlatformRead(db, "api_keys", ["id", "tenant_id"]);
  await sql`
    create policy platform_own on idempotency_keys to crm_platform
      using (tenant_id is null) with check (tenant_id is null);
    grant select, insert, update, delete on idempotency_keys to crm_platform;

    -- Operators are made by whoever may run migrations, never through the API.
    alter table platform_operators enable row level security;
    alter table platform_operators force row level security;
    create policy owner_all on platform_operators to crm_owner using (true) with check (true);
    create policy platform_read on platform_operators for select to crm_platform using (true);
    grant select (firebase_uid, email, revoked_at) on platform_operators to crm_platform;
    create policy unknown_tenant_insert_by_owner on audit_log for insert to crm_owner with check (tenant_id is null);
  `.execute(db);
}

/** Who is this? Asked before the tenant is known, as with an outlet's number; each answers for one exact secret or id. */
async function principalLookups(db: Kysely<never>): Promise<void> {
  await sql`
    grant select (id, status) on tenants to crm_lookup;
    grant select (id, tenant_id, firebase_uid, role, status) on users to crm_lookup;
    grant select (id, tenant_id, prefix, secret_sha256, scopes, expires_at, revoked_at, last_used_at) on api_keys to crm_lookup;
    create policy lookup_read on tenants for select to crm_lookup using (true);
    create policy lookup_read on users for select to crm_lookup using (true);
    create policy lookup_read on api_keys for select to crm_lookup using (true);

    create function find_user_by_firebase_uid(wanted text)
      returns table (user_id uuid, tenant_id uuid, role text, status text, tenant_status text)
      language sql stable security definer set search_path = pg_catalog, pg_temp
      begin atomic
        select u.id, u.tenant_id, u.role, u.status, t.status
        from public.users u join public.tenants t on t.id = u.tenant_id
        where u.firebase_uid = wanted;
      end;

    create function find_api_key(wanted_prefix text, wanted_sha256 bytea)
      returns table (key_id uuid, tenant_id uuid, scopes text[], last_used_at timestamptz, tenant_status text)
      language sql stable security definer set search_path = pg_catalog, pg_temp
      begin atomic
        select k.id, k.tenant_id, k.scopes, k.last_used_at, t.status
        from public.api_keys k join public.tenants t on t.id = k.tenant_id
        where k.prefix = wanted_prefix and k.secret_sha256 = wanted_sha256
          and k.revoked_at is null and (k.expires_at is null or k.expires_at > now());
      end;

    -- Taking over a function needs CREATE on its schema for that moment only.
    grant create on schema public to crm_lookup;
    alter function find_user_by_firebase_uid(text) owner to crm_lookup;
    alter function find_api_key(text, bytea) owner to crm_lookup;
    revoke create on schema public from crm_lookup;
  `.execute(db);
  await sql`
    set local role crm_lookup;
    revoke all on function find_user_by_firebase_uid(text), find_api_key(text, bytea) from public;
    grant execute on function find_user_by_firebase_uid(text), find_api_key(text, bytea) to crm_app;
    reset role;
  `.execute(db);
}
