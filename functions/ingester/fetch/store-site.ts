import type { WebPage } from "./web-pages.ts";
import { findRoom } from "../../../shared/billing/capacities.ts";
import {
  findDocumentIds,
  markDeleting,
  recordDocument,
} from "../../../shared/knowledge/queries/documents.ts";
import type { Document } from "../../../shared/db/schema.d.ts";
import { listSitePages, recordSite } from "../../../shared/knowledge/queries/web-documents.ts";
import { webDocument } from "../../../shared/knowledge/rules/web-document.ts";
import { uuidOf } from "../../../shared/runtime/uuid-of.ts";
import type { Work } from "../../../shared/runtime/work.ts";

/**
 * Makes each page of a sitemap a document of its own, to be fetched after this; pages that it lists no more are forgotten. A
 * page's id is made of its address, so that doing it again makes nothing twice. False when the sitemap is gone by now.
 */
export async function storeSite(
  work: Work,
  site: Document,
  { bytes, contentType }: Pick<WebPage, "bytes" | "contentType">,
  pages: readonly URL[],
  now: Date,
): Promise<boolean> {
  const size = { pageCount: pages.length, contentType, sizeBytes: bytes.length };
  // First, for it locks the sitemap's row: another delivery waits here, and a deletion is seen.
  if (!(await recordSite(work.trx, site.id, { ...size, at: now }))) return false;
  const wanted = new Map(pages.map((url) => [uuidOf(`${site.id}/${url.href}`), url]));
  const there = new Set(await findDocumentIds(work.trx, [...wanted.keys()]));
  let room = await findRoom(work.trx, "documents", now);
  for (const [documentId, url] of wanted) {
    // What the plan has no room for now may come when the sitemap is read again.
    if (there.has(documentId) || room < 1) continue;
    room -= 1;
    const place = { documentId, knowledgeBaseId: site.knowledge_base_id, bucket: site.bucket };
    const document = webDocument(site.tenant_id, documentId, url);
    await recordDocument(work.trx, { ...place, ...document, siteDocumentId: site.id });
  }
  for (const { id: documentId } of await listSitePages(work.trx, site.id)) {
    if (wanted.has(documentId)) {
      work.emit("document.requested", {
        documentId,
        siteDocumentId: site.id,
        requestedAt: now.toISOString(),
      });
    } else {
      await markDeleting(work.trx, documentId);
      work.emit("document.deleted", { documentId });
    }
  }
  work.emit("document.changed", { documentId: site.id, status: "ready", generation: 0 });
  return true;
}
