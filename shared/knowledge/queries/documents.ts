import type { Document } from "../../db/schema.d.ts";
import { toJsonb, toStorableText } from "../../db/jsonb.ts";
import { inPage, type Page } from "../../db/page.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";
import type { ReadingWarning } from "../rules/reading-warning.ts";

export type UploadedObject = {
  documentId: string;
  knowledgeBaseId: string;
  name: string;
  bucket: string;
  objectName: string;
  objectGeneration: number;
  contentType: string;
  sizeBytes: number;
};

/**
 * Stores the document of an uploaded object, or notes a newer upload of it, as `processing`.
 * Undefined when a newer upload than this is known already: this one must not be read any more.
 */
export async function beginIngest(
  trx: TenantTransaction,
  upload: UploadedObject,
): Promise<Document | undefined> {
  const values = {
    content_type: upload.contentType,
    size_bytes: upload.sizeBytes,
    object_generation: upload.objectGeneration,
    status: "processing" as const,
    stage: "reading" as const,
    chunk_total: null,
    embedded_count: 0,
    error_code: null,
    error_message: null,
  };
  return trx
    .insertInto("documents")
    .values({
      ...values,
      id: upload.documentId,
      name: toStorableText(upload.name),
      knowledge_base_id: upload.knowledgeBaseId,
      bucket: upload.bucket,
      object_name: upload.objectName,
    })
    .onConflict((conflict) =>
      conflict
        .columns(["bucket", "object_name"])
        .doUpdateSet(values)
        .where("documents.object_generation", "<=", upload.objectGeneration)
        .where("documents.status", "!=", "deleting"),
    )
    .returningAll()
    .executeTakeFirst();
}

/** The place of a document whose object is still to be uploaded. */
export async function recordDocument(
  trx: TenantTransaction,
  document: Omit<UploadedObject, "objectGeneration"> & {
    source: "upload" | "url" | "pairs";
    sourceUrl?: string;
    /** The sitemap that lists it. */
    siteDocumentId?: string;
  },
): Promise<Document> {
  return trx
    .insertInto("documents")
    .values({
      id: document.documentId,
      knowledge_base_id: document.knowledgeBaseId,
      name: toStorableText(document.name),
      bucket: document.bucket,
      object_name: document.objectName,
      object_generation: 0,
      content_type: document.contentType,
      size_bytes: document.sizeBytes,
      source: document.source,
      source_url: document.sourceUrl ?? null,
      site_document_id: document.siteDocumentId ?? null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

export type DocumentFilter = {
  knowledgeBaseId: string;
  status?: Document["status"] | undefined;
  name?: string | undefined;
};

export async function listDocuments(
  trx: TenantTransaction,
  filter: DocumentFilter,
  page: Page,
): Promise<Document[]> {
  return inPage(
    trx
      .selectFrom("documents")
      .selectAll()
      .where("knowledge_base_id", "=", filter.knowledgeBaseId)
      .$if(filter.status !== undefined, (query) => query.where("status", "=", filter.status ?? "ready"))
      .$if(filter.name !== undefined, (query) => query.where("name", "=", filter.name ?? "")),
    page,
  ).execute();
}

export async function findDocument(
  trx: TenantTransaction,
  documentId: string,
): Promise<Document | undefined> {
  return trx.selectFrom("documents").selectAll().where("id", "=", documentId).executeTakeFirst();
}

export async function recordStage(
  trx: TenantTransaction,
  documentId: string,
  stage: NonNullable<Document["stage"]>,
  found: { pageCount?: number; chunkTotal?: number; embeddedCount?: number } = {},
): Promise<void> {
  const { pageCount, chunkTotal, embeddedCount } = found;
  await trx
    .updateTable("documents")
    .set({
      stage,
      ...(pageCount === undefined ? {} : { page_count: pageCount }),
      ...(embeddedCount === undefined ? {} : { embedded_count: embeddedCount }),
      ...(chunkTotal === undefined ? {} : { chunk_total: chunkTotal }),
    })
    .where("id", "=", documentId)
    .execute();
}

/**
 * The switch: from this commit on the chunks of this object generation answer, and no others of the document.
 * False when a newer upload came meanwhile.
 */
export async function recordReady(
  trx: TenantTransaction,
  documentId: string,
  ready: {
    objectGeneration: number;
    chunkCount: number;
    wordCount?: number;
    contentSha256: string;
    warnings?: readonly ReadingWarning[];
    at: Date;
  },
): Promise<boolean> {
  const changed = await trx
    .updateTable("documents")
    .set({
      status: "ready",
      stage: null,
      generation: ready.objectGeneration,
      chunk_count: ready.chunkCount,
      word_count: ready.wordCount ?? 0,
      content_sha256: ready.contentSha256,
      warnings: toJsonb(ready.warnings ?? []),
      ready_at: ready.at,
    })
    .where("id", "=", documentId)
    .where("object_generation", "=", ready.objectGeneration)
    .where("status", "!=", "deleting")
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n;
}

/** The upload cannot be read; what an earlier one of the document said goes on answering. */
export async function recordIngestFailure(
  trx: TenantTransaction,
  documentId: string,
  failure: { objectGeneration: number; code: string; message: string },
): Promise<void> {
  await trx
    .updateTable("documents")
    .set({ status: "failed", stage: null, error_code: failure.code, error_message: failure.message })
    .where("id", "=", documentId)
    .where("object_generation", "=", failure.objectGeneration)
    .execute();
}

/** Chunks, and words in them, of all the tenant's documents that answer, one left out. */
export async function sumChunks(
  trx: TenantTransaction,
  exceptDocumentId: string,
): Promise<{ chunks: number; words: number }> {
  const sums = await trx
    .selectFrom("documents")
    .select(({ fn }) => [fn.sum("chunk_count").as("chunks"), fn.sum("word_count").as("words")])
    .where("id", "!=", exceptDocumentId)
    .where("generation", ">", 0)
    .where("word_count", ">", 0)
    .executeTakeFirst();
  return { chunks: Number(sums?.chunks ?? 0), words: Number(sums?.words ?? 0) };
}

/** It answers no more. */
export async function markDeleting(
  trx: TenantTransaction,
  documentId: string,
): Promise<Document | undefined> {
  return trx
    .updateTable("documents")
    .set({ status: "deleting", generation: 0 })
    .where("id", "=", documentId)
    .returningAll()
    .executeTakeFirst();
}

/** Of the ids given, those that are a document's of the tenant, also one that is going. */
export async function findDocumentIds(trx: TenantTransaction, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await trx.selectFrom("documents").select("id").where("id", "in", ids).execute();
  return rows.map(({ id }) => id);
}

export async function deleteDocument(trx: TenantTransaction, documentId: string): Promise<void> {
  await trx.deleteFrom("documents").where("id", "=", documentId).execute();
}

/** Which generation of each document answers; documents that answer nothing are left out. */
export async function listAnsweringGenerations(
  trx: TenantTransaction,
  documentIds: readonly string[],
): Promise<Map<string, { generation: number; name: string }>> {
  if (documentIds.length === 0) return new Map();
  const rows = await trx
    .selectFrom("documents")
    .select(["id", "generation", "name"])
    .where("id", "in", documentIds)
    .where("generation", ">", 0)
    .execute();
  return new Map(rows.map(({ id, generation, name }) => [id, { generation, name }]));
}

export async function findDefaultKnowledgeBase(trx: TenantTransaction): Promise<{ id: string } | undefined> {
  return trx.selectFrom("knowledge_bases").select("id").where("is_default", "=", true).executeTakeFirst();
}
