import { sql } from "kysely";
import { toJsonb, toStorableText } from "../../db/jsonb.ts";
import type { MessagesTable } from "../../db/schema.d.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

export type NewReportedMessage = {
  outletId: string;
  conversationId: string;
  contactId: string;
  authorContactId?: string | undefined;
  direction: "inbound" | "outbound";
  status: MessagesTable["status"];
  wamid: string;
  type: string;
  body: string;
  content: unknown;
  /** As the webhook brought it; undefined: it is not kept. */
  raw: unknown;
  contextWamid?: string | undefined;
  /** A human answers now; history answers nothing. */
  isTurn: boolean;
  sentAt: Date;
  receivedAt: Date;
};

/**
 * Stores a message that was written elsewhere: by the business in its phone app, or long ago by either side. Undefined
 * when it is stored already, unless that was only the place of a file that comes now.
 */
export async function recordReportedMessage(
  trx: TenantTransaction,
  message: NewReportedMessage,
): Promise<string | undefined> {
  const inbound = message.direction === "inbound";
  const stored = await trx
    .insertInto("messages")
    .values({
      outlet_id: message.outletId,
      conversation_id: message.conversationId,
      contact_id: message.contactId,
      author_contact_id: message.authorContactId ?? null,
      direction: message.direction,
      sender_type: inbound ? "customer" : "agent",
      status: message.status,
      wamid: message.wamid,
      type: toStorableText(message.type),
      body: toStorableText(message.body),
      content: toJsonb(message.content),
      raw: message.raw === undefined ? null : toJsonb(message.raw),
      context_wamid: message.contextWamid === undefined ? null : toStorableText(message.contextWamid),
      is_turn: message.isTurn,
      sent_at: message.sentAt,
      received_at: message.receivedAt,
      accepted_at: inbound ? null : message.sentAt,
    })
    .onConflict((conflict) =>
      conflict
        .columns(["outlet_id", "wamid"])
        .doUpdateSet((set) => ({
          type: set.ref("excluded.type"),
          body: set.ref("excluded.body"),
          content: set.ref("excluded.content"),
          raw: set.ref("excluded.raw"),
        }))
        .where("messages.type", "=", "media_placeholder")
        .whereRef("excluded.type", "!=", "messages.type"),
    )
    .returning("id")
    .executeTakeFirst();
  if (stored === undefined) return undefined;
  await trx
    .updateTable("conversations")
    .set({ last_message_at: sql`greatest(last_message_at, ${message.sentAt})` })
    .where("id", "=", message.conversationId)
    .execute();
  return stored.id;
}
