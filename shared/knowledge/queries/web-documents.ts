import type { Document } from "../../db/schema.d.ts";
import { toStorableText } from "../../db/jsonb.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

/** Notes that the document's page is being fetched; undefined when the document is gone or going. */
export async function beginFetch(
  trx: TenantTransaction,
  documentId: string,
): Promise<(Document & { source_url: string }) | undefined> {
  const row = await trx
    .updateTable("documents")
    .set({ status: "processing", stage: "fetching", error_code: null, error_message: null })
    .where("id", "=", documentId)
    .where("status", "!=", "deleting")
    .returningAll()
    .executeTakeFirst();
  return row === undefined || row.source_url === null ? undefined : { ...row, source_url: row.source_url };
}

/** What the website says of the version that was fetched last. */
export async function recordPageVersion(
  trx: TenantTransaction,
  documentId: string,
  { etag, lastModified }: { etag?: string | undefined; lastModified?: string | undefined },
): Promise<void> {
  const stored = (text: string | undefined) => (text === undefined ? null : toStorableText(text));
  await trx
    .updateTable("documents")
    .set({ source_etag: stored(etag), source_modified: stored(lastModified) })
    .where("id", "=", documentId)
    .execute();
}

/** The fetch is over without anything new to read. What became of the document meanwhile stays. */
export async function endFetch(
  trx: TenantTransaction,
  documentId: string,
  failure?: { code: string; message: string },
): Promise<void> {
  await trx
    .updateTable("documents")
    .set(
      failure === undefined
        ? { status: "ready", stage: null }
        : { status: "failed", stage: null, error_code: failure.code, error_message: failure.message },
    )
    .where("id", "=", documentId)
    .where("status", "=", "processing")
    .where("stage", "=", "fetching")
    .execute();
}

/** A document that is a sitemap: ready, but its pages are what answers. False when it is gone or going by now. */
export async function recordSite(
  trx: TenantTransaction,
  documentId: string,
  site: { pageCount: number; contentType: string; sizeBytes: number; at: Date },
): Promise<boolean> {
  const changed = await trx
    .updateTable("documents")
    .set({
      status: "ready",
      stage: null,
      generation: 0,
      page_count: site.pageCount,
      chunk_count: 0,
      content_type: site.contentType,
      size_bytes: site.sizeBytes,
      ready_at: site.at,
    })
    .where("id", "=", documentId)
    .where("status", "!=", "deleting")
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n;
}

/** The documents of a sitemap's pages, less those that are going. */
export async function listSitePages(
  trx: TenantTransaction,
  siteDocumentId: string,
): Promise<{ id: string; source_url: string | null }[]> {
  return trx
    .selectFrom("documents")
    .select(["id", "source_url"])
    .where("site_document_id", "=", siteDocumentId)
    .where("status", "!=", "deleting")
    .execute();
}

/** The document answers no more, and of a sitemap none of its pages; gives the ids of all of these. */
export async function markDeletingWithPages(trx: TenantTransaction, documentId: string): Promise<string[]> {
  const rows = await trx
    .updateTable("documents")
    .set({ status: "deleting", generation: 0 })
    .where(({ or, eb }) => or([eb("id", "=", documentId), eb("site_document_id", "=", documentId)]))
    .returning("id")
    .execute();
  return rows.map(({ id }) => id);
}
