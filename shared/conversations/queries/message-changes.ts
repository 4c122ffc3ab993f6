import { sql } from "kysely";
import type { MessageChange } from "../../whatsapp/reading/change.ts";
import { toJsonb, toStorableText } from "../../db/jsonb.ts";
import { lockConversationOfMessage } from "./conversations.ts";
import { lockMessage } from "./messages.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

export type NewMessageChange = {
  outletId: string;
  /** Who changes it; of the business's own changes, the customer whom the message is with. */
  contactId: string;
  direction: "inbound" | "outbound";
  wamid: string;
  change: MessageChange;
  /** As the webhook brought it; undefined: it is not kept. */
  raw: unknown;
  occurredAt: Date;
};

export type RecordedChange =
  | { kind: "duplicate" }
  | { kind: "parked" }
  | { kind: "joined"; messageId: string; conversationId: string };

/**
 * Keeps a reaction, an edit or a deletion, once, and shows it on its message. When that is not stored yet the change is
 * parked, and the database joins it as soon as a message of that wamid is.
 */
export async function recordMessageChange(
  trx: TenantTransaction,
  { outletId, contactId, direction, wamid, change, raw, occurredAt }: NewMessageChange,
): Promise<RecordedChange> {
  await sql`select lock_wamid(${outletId}, ${change.target})`.execute(trx);
  const target = await trx
    .selectFrom("messages")
    .select("id")
    .where("outlet_id", "=", outletId)
    .where("wamid", "=", change.target)
    .executeTakeFirst();
  const conversation = target === undefined ? undefined : await lockConversationOfMessage(trx, target.id);
  if (target !== undefined) await lockMessage(trx, target.id);
  const edited = change.kind === "edit" ? change.reading : undefined;
  const emoji = change.kind === "reaction" ? change.emoji : undefined;
  const inserted = await trx
    .insertInto("message_changes")
    .values({
      outlet_id: outletId,
      message_id: target?.id ?? null,
      contact_id: contactId,
      direction,
      wamid,
      target_wamid: change.target,
      kind: change.kind,
      emoji: emoji === undefined ? null : toStorableText(emoji),
      type: edited === undefined ? null : toStorableText(edited.type),
      body: edited === undefined ? null : toStorableText(edited.body),
      content: edited === undefined ? null : toJsonb(edited.content),
      raw: raw === undefined ? null : toJsonb(raw),
      occurred_at: occurredAt,
    })
    .onConflict((conflict) => conflict.columns(["outlet_id", "wamid"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  if (inserted === undefined) return { kind: "duplicate" };
  if (target === undefined || conversation === undefined) return { kind: "parked" };
  await sql`select fold_message_changes(${target.id})`.execute(trx);
  return { kind: "joined", messageId: target.id, conversationId: conversation.id };
}
