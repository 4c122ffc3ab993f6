import type { Message } from "../../db/schema.d.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

export type MessageSender = {
  messageId: string;
  senderType: Message["sender_type"];
  /** Without a name when the user is deleted. */
  user: { id: string; displayName: string | null } | null;
  apiKey: { id: string; name: string; ownerUserId: string | null } | null;
};

/** Who sent the message. */
export async function findMessageSender(
  trx: TenantTransaction,
  messageId: string,
): Promise<MessageSender | undefined> {
  const row = await trx
    .selectFrom("messages")
    .leftJoin("users", "users.id", "messages.sender_user_id")
    .leftJoin("api_keys", "api_keys.id", "messages.sender_api_key_id")
    .select(["messages.id", "messages.sender_type", "messages.sender_user_id"])
    .select(["users.display_name", "api_keys.id as key_id", "api_keys.name", "api_keys.owner_user_id"])
    .where("messages.id", "=", messageId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { sender_user_id: userId, key_id: keyId } = row;
  return {
    messageId: row.id,
    senderType: row.sender_type,
    user: userId === null ? null : { id: userId, displayName: row.display_name },
    apiKey: keyId === null ? null : { id: keyId, name: row.name ?? "", ownerUserId: row.owner_user_id },
  };
}
