import type { EventOf } from "../../shared/contracts/topics.ts";
import { findMessageMedia, type MediaOutcome, recordMediaOutcome } from "../../shared/db/message-media.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { commitAndPublish } from "../../shared/runtime/commit-and-publish.ts";
import { Permanent } from "../../shared/runtime/errors.ts";
import type { Outcome } from "../../shared/runtime/on-event.ts";
import type { Services } from "../../shared/runtime/services.ts";
import { fetchMedia } from "./fetch-media.ts";
import { planAttempt } from "./plan-attempt.ts";

/**
 * Fetches a customer's file into the tenant's part of the bucket. What fails is tried again, ever less often, until
 * Meta has forgotten the file; then it is lost, with the last reason.
 */
export async function handle(
  event: EventOf<"media.received">,
  services: Services<"media">,
): Promise<Outcome> {
  const { tenantId } = event;
  const { messageId } = event.data;
  if (tenantId === undefined) throw new Permanent("no-tenant", "the event names no tenant");
  const asked = await inTenant(services.db, tenantId, async (trx) => {
    const media = await findMessageMedia(trx, messageId);
    if (media === undefined || media.status !== "pending" || media.media_id === null) return undefined;
    const access = await services.lookups.findAccess(trx, services.tokens, tenantId, media.outlet_id);
    return { media, mediaId: media.media_id, access };
  });
  if (asked === undefined) return { outcome: "duplicate" };

  const { media, mediaId, access } = asked;
  const fetched =
    access.kind === "held"
      ? { kind: "failed" as const, reason: `outlet-${access.reason}` }
      : await fetchMedia(services, tenantId, { ...media, media_id: mediaId }, access);
  const outcome: MediaOutcome =
    fetched.kind === "stored"
      ? { status: "stored", ...fetched }
      : planAttempt(fetched, media, { now: services.now(), retryMs: services.config.MEDIA_RETRY_MS });
  return commitAndPublish(services, tenantId, event, async (trx, emit) => {
    if (!(await recordMediaOutcome(trx, messageId, outcome))) return { outcome: "duplicate" };
    if (outcome.status !== "pending") {
      // The conversation as it is now: two may have become one meanwhile.
      const conversationId =
        (await findMessageMedia(trx, messageId))?.conversation_id ?? media.conversation_id;
      emit("conversation.changed", { conversationId, messageId, change: "message" });
    }
    return {
      outcome: outcome.status,
      ...(outcome.status === "stored" ? { sizeBytes: outcome.sizeBytes } : { reason: outcome.reason }),
    };
  });
}
