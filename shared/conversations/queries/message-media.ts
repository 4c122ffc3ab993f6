import { sql } from "kysely";
import type { Kysely } from "kysely";
import { toStorableText } from "../../db/jsonb.ts";
import type { Database, Message, MessageMedia } from "../../db/schema.d.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

export type NewMessageMedia = {
  messageId: string;
  /** Missing when Meta could not give the file to us: then it is lost from the start, with this reason. */
  mediaId?: string | undefined;
  reason?: string | undefined;
  mimeType?: string | undefined;
  sha256?: string | undefined;
  fileName?: string | undefined;
  expiresAt: Date;
};

/** Notes that a message holds a file, which is still to be fetched. */
export async function recordMessageMedia(trx: TenantTransaction, media: NewMessageMedia): Promise<void> {
  const isLost = media.mediaId === undefined;
  await trx
    .insertInto("message_media")
    .values({
      message_id: media.messageId,
      media_id: media.mediaId === undefined ? null : toStorableText(media.mediaId),
      status: isLost ? "lost" : "pending",
      reason: isLost ? toStorableText(media.reason ?? "no-media-id") : null,
      // The event fetches it at once; this is for when the event is lost.
      next_attempt_at: isLost ? null : sql`now() + interval '15 minutes'`,
      mime_type: media.mimeType === undefined ? null : toStorableText(media.mimeType),
      sha256: media.sha256 === undefined ? null : toStorableText(media.sha256),
      file_name: media.fileName === undefined ? null : toStorableText(media.fileName),
      expires_at: media.expiresAt,
    })
    .onConflict((conflict) => conflict.column("message_id").doNothing())
    .execute();
}

export type PendingMedia = MessageMedia & Pick<Message, "outlet_id" | "conversation_id" | "type">;

/** The file of a message, with what is needed to fetch it. */
export async function findMessageMedia(
  trx: TenantTransaction,
  messageId: string,
): Promise<PendingMedia | undefined> {
  return trx
    .selectFrom("message_media")
    .innerJoin("messages", "messages.id", "message_media.message_id")
    .selectAll("message_media")
    .select(["messages.outlet_id", "messages.conversation_id", "messages.type"])
    .where("message_media.message_id", "=", messageId)
    .executeTakeFirst();
}

export type MediaOutcome =
  | { status: "stored"; objectName: string; sizeBytes: number; mimeType: string; sha256: string }
  | { status: "lost"; reason: string }
  | { status: "pending"; reason: string; nextAttemptAt: Date };

/**
 * Records what came of an attempt to fetch the file; false when another attempt has settled it meanwhile, or when
 * `fetchedId` is not the message's file any more.
 */
export async function recordMediaOutcome(
  trx: TenantTransaction,
  messageId: string,
  outcome: MediaOutcome,
  fetchedId?: string,
): Promise<boolean> {
  const stored = outcome.status === "stored";
  const changed = await trx
    .updateTable("message_media")
    .set((set) => ({
      status: outcome.status,
      attempt_count: set("attempt_count", "+", 1),
      next_attempt_at: outcome.status === "pending" ? outcome.nextAttemptAt : null,
      reason: stored ? null : toStorableText(outcome.reason),
      ...(stored
        ? {
            object_name: outcome.objectName,
            size_bytes: outcome.sizeBytes,
            mime_type: toStorableText(outcome.mimeType),
            sha256: outcome.sha256,
          }
        : {}),
      ...(outcome.status === "lost" ? { object_name: null, size_bytes: null } : {}),
    }))
    .where("message_id", "=", messageId)
    .where("status", "=", "pending")
    .$if(fetchedId !== undefined, (query) => query.where("media_id", "=", fetchedId ?? ""))
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n;
}

/** The file of a deleted message is gone from the bucket; false when it was not to be removed, or was already. */
export async function recordMediaRemoved(trx: TenantTransaction, messageId: string): Promise<boolean> {
  const changed = await trx
    .updateTable("message_media")
    .set({ status: "removed", object_name: null, size_bytes: null, next_attempt_at: null })
    .where("message_id", "=", messageId)
    .where("status", "=", "removing")
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n;
}

/** Nothing else asks for the file before then. */
export async function deferMedia(trx: TenantTransaction, messageId: string, until: Date): Promise<void> {
  await trx
    .updateTable("message_media")
    .set({ next_attempt_at: until })
    .where("message_id", "=", messageId)
    .where("status", "in", ["pending", "removing"])
    .execute();
}

/** As the platform role: files that want another attempt, or to be removed, the longest due first. */
export async function listDueMedia(
  platformDb: Kysely<Database>,
  { now, limit }: { now: Date; limit: number },
): Promise<{ messageId: string; tenantId: string }[]> {
  return platformDb
    .selectFrom("message_media")
    .select(["message_id as messageId", "tenant_id as tenantId"])
    .where("status", "in", ["pending", "removing"])
    .where("next_attempt_at", "<=", now)
    .orderBy("next_attempt_at")
    .limit(limit)
    .execute();
}
