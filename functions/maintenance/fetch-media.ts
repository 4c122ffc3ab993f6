import {
  deferMedia,
  findMessageMedia,
  listDueMedia,
} from "../../shared/conversations/queries/message-media.ts";
import { inWork } from "../../shared/runtime/work.ts";
import type { MaintenanceServices } from "./services.ts";

const batchSize = 500;
/** So long an attempt has before it is asked for again, should its event be lost. */
const attemptMs = 15 * 60_000;

/** Has files fetched or removed whose next attempt is due, those among them whose event was lost. */
export async function fetchMedia(services: MaintenanceServices): Promise<{ requested: number }> {
  const now = services.now();
  const due = await listDueMedia(services.platformDb, { now, limit: batchSize });
  let requested = 0;
  for (const { messageId, tenantId } of due) {
    await inWork(services, tenantId, {}, async (work) => {
      const media = await findMessageMedia(work.trx, messageId);
      const isDue = media?.status === "pending" || media?.status === "removing";
      if (!isDue || media.media_id === null) return;
      await deferMedia(work.trx, messageId, new Date(now.getTime() + attemptMs));
      work.emit("media.received", {
        conversationId: media.conversation_id,
        messageId,
        mediaId: media.media_id,
      });
      requested += 1;
    });
  }
  return { requested };
}
