import { type PendingMedia, recordMediaRemoved } from "../../shared/conversations/queries/message-media.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import type { Outcome } from "../../shared/runtime/on-event.ts";
import type { MediaServices } from "./services.ts";

/** Removes the file of a message that was deleted. */
export async function removeMedia(
  { message_id: messageId, object_name: objectName }: PendingMedia,
  tenantId: string,
  { db, mediaObjects }: Pick<MediaServices, "db" | "mediaObjects">,
): Promise<Outcome> {
  if (objectName !== null) await mediaObjects.remove(objectName);
  const isFirst = await inTenant(db, tenantId, async (trx) => recordMediaRemoved(trx, messageId));
  return { outcome: isFirst ? "removed" : "duplicate" };
}
