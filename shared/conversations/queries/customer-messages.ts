import { sql } from "kysely";
import { toJsonb, toStorableText } from "../../db/jsonb.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

export type NewCustomerMessage = {
  outletId: string;
  conversationId: string;
  contactId: string;
  wamid: string;
  type: string;
  body: string;
  /** Typed, as `domain/whatsapp/inbound` reads it. */
  content?: unknown;
  /** As the webhook brought it; undefined: it is not kept. */
  raw: unknown;
  /** `system`: WhatsApp tells something of the customer. */
  senderType?: "customer" | "system";
  /** Who of a group wrote it. */
  authorContactId?: string | undefined;
  contextWamid?: string | undefined;
  sentAt: Date;
  receivedAt: Date;
  /** The conversation's epoch before this message. */
  epoch: number;
  /**
   * It wants an answer. The epoch is the fence against stale answers: every such message raises it, and so do a hand-over
   * and a human who writes; an answer made in an older epoch is never sent.
   */
  isTurn: boolean;
  /** The customer said something, which opens the service window; a word that opts out does, and wants no answer. */
  opensWindow: boolean;
};

/**
 * Stores a customer's message and moves its conversation, which the caller has locked, on: one statement, since every
 * message passes here. Undefined when the message is stored already; then nothing is changed.
 */
export async function recordCustomerMessage(
  trx: TenantTransaction,
  message: NewCustomerMessage,
): Promise<string | undefined> {
  const epoch = message.epoch + (message.isTurn ? 1 : 0);
  const recorded = await trx
    .with("stored", (db) =>
      db
        .insertInto("messages")
        .values({
          outlet_id: message.outletId,
          conversation_id: message.conversationId,
          contact_id: message.contactId,
          direction: "inbound",
          sender_type: message.senderType ?? "customer",
          author_contact_id: message.authorContactId ?? null,
          status: "received",
          wamid: message.wamid,
          type: toStorableText(message.type),
          body: toStorableText(message.body),
          content: message.content === undefined ? null : toJsonb(message.content),
          raw: message.raw === undefined ? null : toJsonb(message.raw),
          context_wamid: message.contextWamid === undefined ? null : toStorableText(message.contextWamid),
          sent_at: message.sentAt,
          received_at: message.receivedAt,
          epoch,
          is_turn: message.isTurn,
        })
        .onConflict((conflict) => conflict.columns(["outlet_id", "wamid"]).doNothing())
        .returning("id"),
    )
    .updateTable("conversations")
    .from("stored")
    .set((set) => ({
      ...(message.opensWindow
        ? {
            last_customer_message_id: sql<string>`case when last_customer_message_at > ${message.sentAt}
              then last_customer_message_id else ${set.ref("stored.id")} end`,
            last_customer_message_at: sql<Date>`greatest(last_customer_message_at, ${message.sentAt})`,
          }
        : {}),
      last_message_at: sql`greatest(last_message_at, ${message.sentAt})`,
      epoch,
    }))
    .where("conversations.id", "=", message.conversationId)
    .returning("stored.id")
    .executeTakeFirst();
  return recorded?.id;
}

/**
 * A message that was imported with the history and now comes as news: it moves to the open conversation, as if it had
 * only come now. Undefined when it was not imported.
 */
export async function adoptImportedMessage(
  trx: TenantTransaction,
  message: NewCustomerMessage,
): Promise<string | undefined> {
  const epoch = message.epoch + (message.isTurn ? 1 : 0);
  const adopted = await trx
    .updateTable("messages")
    .from("conversations")
    .set({
      conversation_id: message.conversationId,
      epoch,
      received_at: message.receivedAt,
      is_turn: message.isTurn,
    })
    .whereRef("conversations.id", "=", "messages.conversation_id")
    .where("conversations.imported", "=", true)
    .where("messages.outlet_id", "=", message.outletId)
    .where("messages.wamid", "=", message.wamid)
    .where("messages.direction", "=", "inbound")
    .returning("messages.id")
    .executeTakeFirst();
  if (adopted === undefined) return undefined;
  await trx
    .updateTable("conversations")
    .set({
      last_message_at: sql`greatest(last_message_at, ${message.sentAt})`,
      epoch,
      ...(message.opensWindow
        ? {
            last_customer_message_id: adopted.id,
            last_customer_message_at: sql`greatest(last_customer_message_at, ${message.sentAt})`,
          }
        : {}),
    })
    .where("id", "=", message.conversationId)
    .execute();
  return adopted.id;
}
