import { sql } from "kysely";
import type { Kysely } from "kysely";
import { protectTenantTable, touchOnUpdate } from "./protect-tenant-table.ts";

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table documents
      -- Words of its chunks, in the unit of BM25's average length.
      add column word_count integer not null default 0 check (word_count >= 0),
      -- Progress of the reading that goes on.
      add column embedded_count integer not null default 0 check (embedded_count >= 0),
      add column source text not null default 'upload' check (source in ('upload', 'url', 'pairs')),
      add column source_url text check (source_url ~ '^https?://');

    -- An outlet without any answers from all of its tenant's.
    create table outlet_knowledge_bases (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      outlet_id uuid not null,
      knowledge_base_id uuid not null,
      created_at timestamptz not null default now(),
      unique (outlet_id, knowledge_base_id),
      foreign key (tenant_id, outlet_id) references outlets (tenant_id, id) on delete cascade,
      foreign key (tenant_id, knowledge_base_id) references knowledge_bases (tenant_id, id) on delete cascade
    );
    create index on outlet_knowledge_bases (tenant_id, outlet_id);
    create index on outlet_knowledge_bases (tenant_id, knowledge_base_id);

    create table unanswered_questions (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      message_id uuid not null,
      question text not null check (question <> ''),
      -- The question's words, stemmed and in order: questions that share it are one cluster.
      cluster_key text not null,
      reason text not null,
      status text not null default 'open' check (status in ('open', 'answered', 'dismissed')),
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      unique (tenant_id, id),
      unique (message_id),
      foreign key (tenant_id, message_id) references messages (tenant_id, id) on delete cascade
    );
    create index on unanswered_questions (tenant_id, status, cluster_key);
    create index on unanswered_questions (tenant_id, message_id);

    -- A day's tokens of a tenant's answers, against its own limit.
    create table llm_spend (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      day date not null,
      tokens bigint not null default 0 check (tokens >= 0),
      unique (tenant_id, day)
    );
  `.execute(db);
  for (const table of ["outlet_knowledge_bases", "unanswered_questions", "llm_spend"]) {
    await protectTenantTable(db, table);
  }
  await touchOnUpdate(db, "unanswered_questions");
}
