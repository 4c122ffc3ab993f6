import { sql } from "kysely";
import type { Kysely } from "kysely";

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table documents
      add check (stage in ('fetching', 'reading', 'embedding')),
      -- The sitemap, itself a document, that lists the page.
      add column site_document_id uuid,
      -- As the website tells versions of the page apart.
      add column source_etag text,
      add column source_modified text,
      -- Chunks of the reading that goes on, of which embedded_count are done.
      add column chunk_total integer check (chunk_total >= 0),
      add foreign key (tenant_id, site_document_id)
        references documents (tenant_id, id) on delete set null (site_document_id);
    create index on documents (tenant_id, site_document_id);
  `.execute(db);
}
