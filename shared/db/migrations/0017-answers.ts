import { sql } from "kysely";
import type { Kysely } from "kysely";
import { protectTenantTable, touchOnUpdate } from "./protect-tenant-table.ts";

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- What was tried in the playground, with what it took. A customer's answer is a message, and keeps its trace itself.
    create table playground_answers (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      -- Null when a key asked.
      user_id uuid,
      outlet_id uuid,
      question text not null check (question <> ''),
      outcome text not null check (outcome in ('answered', 'failed', 'canceled')),
      answer text,
      citations jsonb,
      trace jsonb,
      tokens_in bigint not null default 0 check (tokens_in >= 0),
      tokens_out bigint not null default 0 check (tokens_out >= 0),
      tokens_embedding bigint not null default 0 check (tokens_embedding >= 0),
      created_at timestamptz not null default now(),
      check ((outcome = 'answered') = (answer is not null)),
      foreign key (tenant_id, user_id) references users (tenant_id, id) on delete set null (user_id),
      foreign key (tenant_id, outlet_id) references outlets (tenant_id, id) on delete set null (outlet_id)
    );
    create index on playground_answers (tenant_id, created_at);
    create index on playground_answers (tenant_id, user_id);
    create index on playground_answers (tenant_id, outlet_id);

    -- What people think of the bot's answers.
    create table answer_feedback (
      id uuid primary key default uuidv7(),
      tenant_id uuid not null default app_tenant_id() references tenants (id) on delete cascade,
      message_id uuid not null,
      user_id uuid,
      rating text not null check (rating in ('up', 'down')),
      note text check (note <> ''),
      rated_at timestamptz not null,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      unique (message_id, user_id),
      foreign key (tenant_id, message_id) references messages (tenant_id, id) on delete cascade,
      foreign key (tenant_id, user_id) references users (tenant_id, id) on delete set null (user_id)
    );
    create index on answer_feedback (tenant_id, message_id);
    create index on answer_feedback (tenant_id, user_id);
    create index on answer_feedback (tenant_id, rated_at);

    alter table unanswered_questions
      -- In which it was asked, as far as known.
      add column language text,
      -- The pair that it became.
      add column document_id uuid,
      add foreign key (tenant_id, document_id) references documents (tenant_id, id) on delete set null (document_id);
    create index on unanswered_questions (tenant_id, document_id) where document_id is not null;
  `.execute(db);
  for (const table of ["playground_answers", "answer_feedback"]) await protectTenantTable(db, table);
  await touchOnUpdate(db, "answer_feedback");
}
