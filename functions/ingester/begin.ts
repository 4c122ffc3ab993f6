import type { EventOf } from "../../shared/contracts/topics.ts";
import type { DocumentObject } from "../../shared/knowledge/rules/document-object-name.ts";
import { beginIngest, findDefaultKnowledgeBase } from "../../shared/knowledge/queries/documents.ts";
import type { Document } from "../../shared/db/schema.d.ts";
import type { TenantTransaction } from "../../shared/db/tenant-scope.ts";
import { findTenant } from "../../shared/tenants/queries/tenants.ts";
import { Permanent } from "../../shared/runtime/errors.ts";
import type { Work } from "../../shared/runtime/work.ts";

export type Begun =
  | { kind: "begun"; document: Document; language: string | undefined }
  /** A newer upload is known, or the document is being deleted. */
  | { kind: "stale" }
  /** This upload answers already. */
  | { kind: "duplicate" };

/** Notes that this upload of the document is being read. */
export async function begin(
  work: Work,
  { data }: EventOf<"document.uploaded">,
  { documentId, fileName }: DocumentObject,
): Promise<Begun> {
  const objectGeneration = Number(data.generation);
  const tenant = await findTenant(work.trx);
  const knowledgeBase = await findDefaultKnowledgeBase(work.trx);
  if (tenant === undefined || knowledgeBase === undefined) {
    throw new Permanent("no-knowledge-base", "the tenant or its default knowledge base does not exist");
  }
  if ((await lockAnsweringGeneration(work.trx, documentId)) === objectGeneration)
    return { kind: "duplicate" };
  const document = await beginIngest(work.trx, {
    documentId,
    knowledgeBaseId: knowledgeBase.id,
    name: fileName,
    bucket: data.bucket,
    objectName: data.objectName,
    objectGeneration,
    contentType: data.contentType,
    sizeBytes: data.sizeBytes,
  }).catch((error: unknown) => {
    if (!isUniqueViolation(error)) throw error;
    throw new Permanent("document-id-taken", "a document of this id has another object", { cause: error });
  });
  if (document === undefined) return { kind: "stale" };
  work.emit("document.changed", { documentId, status: "processing", generation: objectGeneration });
  return { kind: "begun", document, language: document.language ?? tenant.default_language ?? undefined };
}

/** Locked, so that another delivery of the event cannot make it answer before this one has looked. */
async function lockAnsweringGeneration(
  trx: TenantTransaction,
  documentId: string,
): Promise<number | undefined> {
  const known = await trx
    .selectFrom("documents")
    .select("generation")
    .where("id", "=", documentId)
    .forUpdate()
    .executeTakeFirst();
  return known?.generation;
}

function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "23505";
}
