import { sql } from "kysely";
import { toJsonb, toStorableText } from "../../db/jsonb.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

export type Transcript = { text: string; language?: string | undefined; model: string };

/** Notes what a voice message says, beside its file and in its line; false when somebody has, or the message was deleted. */
export async function recordTranscript(
  trx: TenantTransaction,
  messageId: string,
  { text, language, model }: Transcript,
): Promise<boolean> {
  const words = toStorableText(text.trim());
  const part = { transcript: { text: words, language, model }, ...(words === "" ? {} : { words }) };
  const changed = await trx
    .updateTable("messages")
    .set({
      content: sql`coalesce(content, '{}'::jsonb) || ${toJsonb(part)}`,
      ...(words === "" ? {} : { body: sql<string>`coalesce(body, '') || ' ' || ${words}::text` }),
    })
    .where("id", "=", messageId)
    .where("revoked_at", "is", null)
    .where(sql<boolean>`(content -> 'transcript') is null`)
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n;
}

export type VoiceFile = {
  messageId: string;
  status: string;
  objectName: string | null;
  mimeType: string | null;
};

/** The files of messages that are to be listened to. */
export async function listVoiceFiles(
  trx: TenantTransaction,
  messageIds: readonly string[],
): Promise<VoiceFile[]> {
  if (messageIds.length === 0) return [];
  return trx
    .selectFrom("message_media")
    .select(["message_id as messageId", "status", "object_name as objectName", "mime_type as mimeType"])
    .where("message_id", "in", [...messageIds])
    .execute();
}
