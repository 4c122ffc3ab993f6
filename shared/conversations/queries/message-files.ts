import type { Message, MessageMedia } from "../../db/schema.d.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

/** What is known of the file of a message: `status` and what follows are null unless it came with the message. */
export type MessageFile = Pick<Message, "id" | "type" | "direction" | "content"> & {
  [Column in "status" | "reason" | "object_name" | "file_name" | "mime_type"]: MessageMedia[Column] | null;
};

/** The message with the file that came with it, if one did; undefined when there is no such message. */
export async function findMessageFile(
  trx: TenantTransaction,
  messageId: string,
): Promise<MessageFile | undefined> {
  return trx
    .selectFrom("messages")
    .leftJoin("message_media", "message_media.message_id", "messages.id")
    .select(["messages.id", "messages.type", "messages.direction", "messages.content"])
    .select([
      "message_media.status",
      "message_media.reason",
      "message_media.object_name",
      "message_media.file_name",
      "message_media.mime_type",
    ])
    .where("messages.id", "=", messageId)
    .executeTakeFirst();
}
