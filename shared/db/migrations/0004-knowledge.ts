import { sql } from "kysely";
import type { Kysely } from "kysely";
import { letPlatformRead, protectTenantTable, touchOnUpdate } from "./protect-tenant-table.ts";

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table knowledge_bases (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      name text not null check (name <> ''),
      is_default boolean not null default false,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      unique (tenant_id, id),
      unique (tenant_id, name)
    );
    create unique index knowledge_bases_one_default on knowledge_bases (tenant_id) where is_default;

    -- No cascade from the knowledge base: a document's vectors and object must be removed first.
    create table documents (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      knowledge_base_id uuid not null,
      name text not null check (name <> ''),
      content_type text not null,
      size_bytes bigint not null check (size_bytes >= 0),
      bucket text not null,
      object_name text not null,
      object_generation bigint not null,
      content_sha256 text check (content_sha256 ~ '^[0-9a-f]{64}$'),
      status text not null default 'uploaded'
        check (status in ('uploaded', 'processing', 'ready', 'failed', 'deleting')),
      stage text,
      page_count integer check (page_count >= 0),
      chunk_count integer not null default 0 check (chunk_count >= 0),
      -- The object generation whose chunks answer; 0 until the first is ready.
      generation bigint not null default 0 check (generation >= 0),
      error_code text,
      error_message text,
      language text,
      ready_at timestamptz,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      unique (tenant_id, id),
      unique (bucket, object_name),
      foreign key (tenant_id, knowledge_base_id) references knowledge_bases (tenant_id, id)
    );
    create index on documents (tenant_id, created_at);
    create index on documents (knowledge_base_id, created_at);
    create index documents_unfinished on documents (updated_at) where status in ('uploaded', 'processing', 'deleting');
  `.execute(db);

  for (const table of ["knowledge_bases", "documents"]) {
    await protectTenantTable(db, table);
    await touchOnUpdate(db, table);
  }
  await letPlatformRead(db, "documents", [
    "id",
    "tenant_id",
    "knowledge_base_id",
    "status",
    "stage",
    "generation",
    "created_at",
    "updated_at",
  ]);
}
