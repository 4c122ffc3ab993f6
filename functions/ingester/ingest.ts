import { createHash } from "node:crypto";
import type { EventOf } from "../../shared/contracts/topics.ts";
import { readDocumentObjectName } from "../../shared/knowledge/rules/document-object-name.ts";
import { recordIngestFailure, recordReady } from "../../shared/knowledge/queries/documents.ts";
import type { Document } from "../../shared/db/schema.d.ts";
import { inWork } from "../../shared/runtime/work.ts";
import { Permanent } from "../../shared/runtime/errors.ts";
import type { EventContext, Outcome } from "../../shared/runtime/on-event.ts";
import { begin } from "./begin.ts";
import { buildChunks } from "./build-chunks.ts";
import { IngestFailure } from "./ingest-failure.ts";
import { removeUnusedChunks } from "./remove-unused-chunks.ts";
import type { IngesterServices } from "./services.ts";

type Uploaded = EventOf<"document.uploaded">;

const maxDocumentBytes = 50 * 1024 * 1024;

/**
 * Reads the object's generation that the event names into chunks of that generation, beside those that answer now;
 * one commit switches over, then the old ones are removed. Whatever dies in between leaves the old ones answering,
 * and the next delivery does the same work under the same ids.
 */
export async function ingest(
  event: Uploaded,
  services: IngesterServices,
  context: EventContext,
): Promise<Outcome> {
  const object = readDocumentObjectName(event.data.objectName);
  if (object === undefined) throw new Permanent("not-a-document", "the object's name is not a document's");
  const { tenantId, documentId } = object;
  const bytes = await readObject(event, services);
  const begun =
    bytes === undefined
      ? { kind: "stale" as const }
      : await inWork(services, tenantId, event, async (work) => begin(work, event, object));
  if (bytes === undefined || begun.kind !== "begun") {
    // What answers may have died before it removed what answered before it, and a deletion may have been overtaken.
    await removeUnusedChunks(tenantId, documentId, services);
    return { outcome: begun.kind };
  }
  try {
    return await build(event, tenantId, begun, bytes, services);
  } catch (error) {
    const isLast = context.attempt >= context.maxAttempts;
    if (!(error instanceof IngestFailure)) {
      if (isLast) await recordFailure(event, begun.document, new IngestFailure("interrupted"), services);
      throw error;
    }
    const isEmptyPage = error.code === "no-text" && begun.document.source === "url";
    const failure = isEmptyPage ? new IngestFailure("page-empty") : error;
    await recordFailure(event, begun.document, failure, services);
    return { outcome: "unreadable", code: failure.code };
  }
}

/**
 * Before anything is stored: an object that is gone by now, replaced or deleted, must not leave a document behind.
 * Undefined then; "too-large" unread.
 */
async function readObject(
  { data }: Uploaded,
  { objects }: IngesterServices,
): Promise<Buffer | "too-large" | undefined> {
  if (data.sizeBytes > maxDocumentBytes) return "too-large";
  return objects.read(data.objectName, Number(data.generation), maxDocumentBytes);
}

async function build(
  event: Uploaded,
  tenantId: string,
  { document, language }: { document: Document; language: string | undefined },
  bytes: Buffer | "too-large",
  services: IngesterServices,
): Promise<Outcome> {
  if (bytes === "too-large") throw new IngestFailure("too-large");
  const generation = document.object_generation;
  const { pageCount, chunkCount, wordCount, tokens, warnings } = await buildChunks(
    tenantId,
    document,
    generation,
    bytes,
    language,
    services,
  );
  const isReady = await inWork(services, tenantId, event, async (work) => {
    const isLatest = await recordReady(work.trx, document.id, {
      objectGeneration: generation,
      chunkCount,
      wordCount,
      warnings,
      contentSha256: createHash("sha256").update(bytes).digest("hex"),
      at: services.now(),
    });
    work.emit("usage.recorded", { meter: "embedding.tokens", quantity: tokens, subjectId: event.id });
    if (!isLatest) return false;
    work.emit("usage.recorded", { meter: "document.pages", quantity: pageCount, subjectId: event.id });
    work.emit("usage.recorded", { meter: "storage.bytes", quantity: bytes.length, subjectId: event.id });
    work.emit("document.changed", { documentId: document.id, status: "ready", generation });
    return true;
  });
  await removeUnusedChunks(tenantId, document.id, services);
  return isReady ? { outcome: "ready", pages: pageCount, chunks: chunkCount } : { outcome: "stale" };
}

async function recordFailure(
  event: Uploaded,
  { id: documentId, tenant_id, object_generation: objectGeneration }: Document,
  { code, message }: IngestFailure,
  services: IngesterServices,
): Promise<void> {
  await inWork(services, tenant_id, event, async (work) => {
    await recordIngestFailure(work.trx, documentId, { objectGeneration, code, message });
    work.emit("document.changed", { documentId, status: "failed", generation: objectGeneration });
  });
}
