import type { EventOf } from "../../shared/contracts/topics.ts";
import { deleteDocument, markDeleting } from "../../shared/knowledge/queries/documents.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { inWork } from "../../shared/runtime/work.ts";
import type { Outcome } from "../../shared/runtime/on-event.ts";
import type { IngesterServices } from "./services.ts";

/** Forgets a document: it stops answering at once, then its chunks and its object go, and its row last. */
export async function forget(
  event: EventOf<"document.deleted">,
  services: IngesterServices,
): Promise<Outcome> {
  const { tenantId } = event;
  const { documentId } = event.data;
  const document = await inTenant(services.db, tenantId, async (trx) => markDeleting(trx, documentId));
  if (document === undefined) return { outcome: "gone" };
  await services.vectors.deleteChunks({ tenantId, documentId });
  await services.objects.remove(document.object_name);
  await inWork(services, tenantId, event, async (work) => {
    await deleteDocument(work.trx, documentId);
    work.emit("document.changed", { documentId, status: "deleted", generation: document.object_generation });
  });
  return { outcome: "deleted" };
}
