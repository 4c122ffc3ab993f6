import { createHash } from "node:crypto";
import type { EventOf } from "../../shared/contracts/topics.ts";
import { readDocumentObjectName } from "../../shared/domain/knowledge/document-object-name.ts";
import { beginIngest, findDefaultKnowledgeBase, recordIngestFailure, recordReady } from "../../shared/db/documents.ts";
import type { Document } from "../../shared/db/schema/documents.ts";
import { findTenant } from "../../shared/db/tenants.ts";
import { commitAndPublish } from "../../shared/runtime/commit-and-publish.ts";
import { Permanent } from "../../shared/runtime/errors.ts";
import type { Outcome } from "../../shared/runtime/on-event.ts";
import type { Services } from "../../shared/runtime/services.ts";
import { buildChunks } from "./build-chunks.ts";
import { IngestFailure } from "./ingest-failure.ts";

type Uploaded = EventOf<"document.uploaded">;
type Begun = { document: Document; language: string | undefined };

const maxDocumentBytes = 50 * 1024 * 1024;

/**
 * Reads the object's generation that the event names into chunks of that generation, beside those that answer now;
 * one commit switches over, then the old ones are removed. Whatever dies in between leaves the old ones answering,
 * and the next delivery does the same work under the same ids.
 */
export async function ingest(event: Uploaded, services: Services<"ingester">): Promise<Outcome> {
  const object = readDocumentObjectName(event.data.objectName);
  if (object === undefined) throw new Permanent("not-a-document", "the object's name is not a document's");
  const { tenantId, documentId } = object;
  const generation = Number(event.data.generation);
  const begun = await begin(event, object, generation, services);
  if (begun === undefined) return { outcome: "stale" };
  if (begun.document.generation === generation) return { outcome: "duplicate" };
  try {
    return await build(event, tenantId, begun, generation, services);
  } catch (error) {
    if (!(error instanceof IngestFailure)) throw error;
    await commitAndPublish(services, tenantId, event, async (trx, emit) => {
      await recordIngestFailure(trx, documentId, {
        objectGeneration: generation,
        code: error.code,
        message: error.message,
      });
      emit("document.changed", { documentId, status: "failed", generation });
    });
    return { outcome: "unreadable", code: error.code };
  }
}

async function begin(
  event: Uploaded,
  { tenantId, documentId, fileName }: { tenantId: string; documentId: string; fileName: string },
  objectGeneration: number,
  services: Services<"ingester">,
): Promise<Begun | undefined> {
  return commitAndPublish(services, tenantId, event, async (trx, emit) => {
    const tenant = await findTenant(trx);
    const knowledgeBase = await findDefaultKnowledgeBase(trx);
    if (tenant === undefined || knowledgeBase === undefined) {
      throw new Permanent("no-knowledge-base", "the tenant or its default knowledge base does not exist");
    }
    const document = await beginIngest(trx, {
      documentId,
      knowledgeBaseId: knowledgeBase.id,
      name: fileName,
      bucket: event.data.bucket,
      objectName: event.data.objectName,
      objectGeneration,
      contentType: event.data.contentType,
      sizeBytes: event.data.sizeBytes,
    });
    if (document === undefined) return undefined;
    emit("document.changed", { documentId, status: "processing", generation: objectGeneration });
    return { document, language: document.language ?? tenant.default_language ?? undefined };
  });
}

async function build(
  event: Uploaded,
  tenantId: string,
  { document, language }: Begun,
  generation: number,
  services: Services<"ingester">,
): Promise<Outcome> {
  if (event.data.sizeBytes > maxDocumentBytes) throw new IngestFailure("too-large");
  const bytes = await services.objects.read(event.data.objectName, generation, maxDocumentBytes);
  if (bytes === undefined) return { outcome: "stale" };
  const { pageCount, chunkCount, tokens } = await buildChunks(tenantId, document, generation, bytes, language, services);
  const ready = await commitAndPublish(services, tenantId, event, async (trx, emit) => {
    const isLatest = await recordReady(trx, document.id, {
      objectGeneration: generation,
      chunkCount,
      contentSha256: createHash("sha256").update(bytes).digest("hex"),
      at: services.now(),
    });
    emit("usage.recorded", { meter: "embedding.tokens", quantity: tokens, subjectId: event.id });
    if (!isLatest) return false;
    emit("usage.recorded", { meter: "document.pages", quantity: pageCount, subjectId: event.id });
    emit("document.changed", { documentId: document.id, status: "ready", generation });
    return true;
  });
  if (!ready) return { outcome: "stale" };
  await services.vectors.deleteChunks({ tenantId, documentId: document.id, beforeGeneration: generation });
  return { outcome: "ready", pages: pageCount, chunks: chunkCount };
}
