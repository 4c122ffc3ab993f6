import type { EventOf } from "../../shared/contracts/topics.ts";
import {
  findMessageMedia,
  type MediaOutcome,
  recordMediaOutcome,
} from "../../shared/conversations/queries/message-media.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { inWork } from "../../shared/runtime/work.ts";
import { loadOutletAccess } from "../../shared/outlets/outlet-access.ts";
import type { Outcome } from "../../shared/runtime/on-event.ts";
import { fetchMedia } from "./fetch-media.ts";
import { askAgain } from "./ask-again.ts";
import { planAttempt } from "./plan-attempt.ts";
import { removeMedia } from "./remove-media.ts";
import type { MediaServices } from "./services.ts";

/**
 * Fetches a customer's file into the tenant's part of the bucket, in place of one that an edit replaced. What fails is
 * tried again, ever less often, until Meta has forgotten the file; then it is lost, with the last reason. The file of a
 * deleted message is removed.
 */
export async function handle(event: EventOf<"media.received">, services: MediaServices): Promise<Outcome> {
  const { tenantId } = event;
  const { messageId } = event.data;
  const { media, access } = await inTenant(services.db, tenantId, async (trx) => {
    const found = await findMessageMedia(trx, messageId);
    if (found?.status !== "pending") return { media: found };
    const { outlet_id: outletId } = found;
    return {
      media: found,
      access: await loadOutletAccess(trx, services.tokens, tenantId, outletId),
    };
  });
  if (media?.status === "removing") return removeMedia(media, tenantId, services);
  const { media_id: mediaId, object_name: replaced } = media ?? {};
  if (media === undefined || access === undefined || typeof mediaId !== "string")
    return { outcome: "duplicate" };

  const fetched =
    access.kind === "held"
      ? { kind: "failed" as const, reason: `outlet-${access.reason}` }
      : await fetchMedia(services, tenantId, { ...media, media_id: mediaId }, access);
  const outcome: MediaOutcome =
    fetched.kind === "stored"
      ? { status: "stored", ...fetched }
      : planAttempt(fetched, media, { now: services.now(), retryMs: services.config.MEDIA_RETRY_MS });
  const written = outcome.status === "stored" ? outcome.objectName : undefined;
  // Before its name is forgotten, so that it is not left behind.
  if (outcome.status !== "pending" && typeof replaced === "string" && replaced !== written)
    await services.mediaObjects.remove(replaced);
  const { isRecorded, present } = await inWork(services, tenantId, event, async (work) => {
    const recorded = await recordMediaOutcome(work.trx, messageId, outcome, mediaId);
    const now = await findMessageMedia(work.trx, messageId);
    // The conversation as it is now: two may have become one meanwhile.
    const conversationId = now?.conversation_id ?? media.conversation_id;
    if (recorded && outcome.status !== "pending") {
      work.emit("conversation.changed", { conversationId, messageId, change: "message" });
      await askAgain(work, { conversationId, type: media.type });
    }
    return { isRecorded: recorded, present: now };
  });
  if (!isRecorded) {
    // When the message was edited or deleted meanwhile, what was written is nobody's.
    if (written !== undefined && present?.object_name !== written)
      await services.mediaObjects.remove(written);
    return { outcome: "duplicate" };
  }
  return {
    outcome: outcome.status,
    ...(outcome.status === "stored" ? { sizeBytes: outcome.sizeBytes } : { reason: outcome.reason }),
  };
}
