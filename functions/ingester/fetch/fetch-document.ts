import { createHash } from "node:crypto";
import type { WebFailure, WebPage } from "./web-pages.ts";
import type { EventOf } from "../../../shared/contracts/topics.ts";
import type { Document } from "../../../shared/db/schema.d.ts";
import { inTenant } from "../../../shared/db/tenant-scope.ts";
import { beginFetch, endFetch, recordPageVersion } from "../../../shared/knowledge/queries/web-documents.ts";
import { inWork, type Emit } from "../../../shared/runtime/work.ts";
import { Retry } from "../../../shared/runtime/errors.ts";
import type { EventContext, Outcome } from "../../../shared/runtime/on-event.ts";
import { IngestFailure, type IngestFailureCode } from "../ingest-failure.ts";
import { listSitePages } from "./list-site-pages.ts";
import { storeSite } from "./store-site.ts";
import type { IngesterServices } from "../services.ts";

type Requested = EventOf<"document.requested">;
type Ingester = IngesterServices;

/** A website that is away is asked so often before the shop owner is told. */
const attempts = 3;

/**
 * Fetches a document's page into the bucket, whose notification then has it read like any file. What the page was before goes
 * on answering meanwhile, and when it cannot be fetched. A sitemap has its pages fetched in its place.
 */
export async function fetchDocument(
  event: Requested,
  services: Ingester,
  context: EventContext,
): Promise<Outcome> {
  const { tenantId } = event;
  const { documentId } = event.data;
  const document = await inWork(services, tenantId, event, async (work) => {
    const begun = await beginFetch(work.trx, documentId);
    if (begun !== undefined) emitStatus(work.emit, begun, "processing");
    return begun;
  });
  if (document === undefined) return { outcome: "gone" };
  const answer = await services.webPages.read(document.source_url, knownVersion(document));
  if (answer.kind === "unchanged") return leave(event, document, services);
  try {
    if (answer.kind === "failed") throw failureOf(answer.reason, context);
    return await store(event, document, answer, services);
  } catch (error) {
    if (!(error instanceof IngestFailure)) throw error;
    const { code, message } = error;
    await inWork(services, tenantId, event, async (work) => {
      await endFetch(work.trx, documentId, { code, message });
      emitStatus(work.emit, document, "failed");
    });
    return { outcome: "unreadable", code };
  }
}

async function store(
  event: Requested,
  document: Document,
  page: WebPage,
  services: Ingester,
): Promise<Outcome> {
  const { id, tenant_id: tenantId } = document;
  const pages = await listSitePages(page, services);
  if (pages !== undefined) {
    const isStored = await inWork(services, tenantId, event, async (work) =>
      storeSite(work, document, page, pages, services.now()),
    );
    return { outcome: isStored ? "site" : "gone", pages: pages.length };
  }
  if (/^[^;]*(?:xml|gzip)\s*(?:;|$)/i.test(page.contentType) && !/xhtml/i.test(page.contentType)) {
    throw new IngestFailure("page-type");
  }
  const isSame = isAnswering(document) && sha256(page.bytes) === document.content_sha256;
  if (!isSame) await services.objects.write(document.object_name, once(page.bytes), page.contentType);
  await inTenant(services.db, tenantId, async (trx) => recordPageVersion(trx, id, page.version));
  return isSame ? leave(event, document, services) : { outcome: "fetched", bytes: page.bytes.length };
}

/** What was read of it before is still what it says. */
async function leave(event: Requested, document: Document, services: Ingester): Promise<Outcome> {
  await inWork(services, document.tenant_id, event, async (work) => {
    await endFetch(work.trx, document.id);
    emitStatus(work.emit, document, "ready");
  });
  return { outcome: "unchanged" };
}

/** Whether what was fetched last is what answers: otherwise it has to be fetched and read in any case. */
function isAnswering({ generation, object_generation: fetched }: Document): boolean {
  return generation > 0 && generation === fetched;
}

function knownVersion(document: Document): { etag?: string; lastModified?: string } {
  if (!isAnswering(document)) return {};
  const { source_etag: etag, source_modified: lastModified } = document;
  return { ...(etag !== null && { etag }), ...(lastModified !== null && { lastModified }) };
}

const failureCodes: Record<WebFailure, IngestFailureCode> = {
  "address-refused": "address-refused",
  "robots-refused": "robots-refused",
  "not-found": "page-not-found",
  refused: "page-refused",
  unreachable: "page-unreachable",
  "too-many-redirects": "page-redirects",
  "too-large": "page-too-large",
  "wrong-type": "page-type",
};

function failureOf(reason: WebFailure, { attempt }: EventContext): Error {
  if (reason === "unreachable" && attempt < attempts) {
    return new Retry("page-unreachable", "the website did not answer");
  }
  return new IngestFailure(failureCodes[reason]);
}

function emitStatus(emit: Emit, document: Document, status: "processing" | "ready" | "failed"): void {
  emit("document.changed", { documentId: document.id, status, generation: document.object_generation });
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
