import type { MessageContent } from "../../shared/whatsapp/reading/content/content.ts";
import type { MediaContent } from "../../shared/whatsapp/reading/content/media.ts";
import { describeErrors } from "../../shared/whatsapp/reading/content/reported-error.ts";
import { findMessageMedia, recordMessageMedia } from "../../shared/conversations/queries/message-media.ts";
import type { Item } from "./item.ts";

/** So long Meta gives out a customer's file; one of a history's, from when it comes. */
const mediaLifetimeMs = 7 * 24 * 3_600_000;

/** Has the file of a stored message fetched, if it holds one. */
export async function noteMedia(
  { trx, emit, data, message: { content }, sentAt, receivedAt }: Item,
  ids: { conversationId: string; messageId: string },
): Promise<void> {
  if (!isMedia(content)) return;
  const { mediaId, mimeType, sha256, fileName, errors = [] } = content;
  await recordMessageMedia(trx, {
    messageId: ids.messageId,
    mediaId,
    mimeType,
    sha256,
    fileName,
    reason: describeErrors(errors),
    expiresAt: new Date((data.source === "history" ? receivedAt : sentAt).getTime() + mediaLifetimeMs),
  });
  if (mediaId !== undefined) emit("media.received", { ...ids, mediaId });
}

/** An edit may have put another file in the place of a message's, a deletion removes it: the database has noted which. */
export async function noteChangedMedia(
  { trx, emit }: Item,
  ids: { conversationId: string; messageId: string },
): Promise<void> {
  const file = await findMessageMedia(trx, ids.messageId);
  const isDue = file?.status === "pending" || file?.status === "removing";
  if (isDue && file.media_id !== null) emit("media.received", { ...ids, mediaId: file.media_id });
}

function isMedia(content: MessageContent): content is MessageContent & MediaContent {
  return ["image", "video", "audio", "document", "sticker"].includes(content.kind);
}
