import { sql } from "kysely";
import { toJsonb, toStorableText } from "./jsonb.ts";
import type { TenantTransaction } from "./tenant-scope.ts";

export type NewCustomerMessage = {
  outletId: string;
  conversationId: string;
  contactId: string;
  wamid: string;
  type: string;
  body: string;
  raw: unknown;
  contextWamid?: string | undefined;
  sentAt: Date;
  receivedAt: Date;
  /** The conversation's epoch before this message. */
  epoch: number;
  /**
   * The epoch is the fence against stale answers: every customer message that wants an answer raises it, and so does
   * a hand-over; an answer made in an older epoch is never sent.
   */
  raisesEpoch: boolean;
};

/**
 * Stores a customer's message and moves its conversation, which the caller has locked, on: one statement, since every
 * message passes here. Undefined when the message is stored already; then nothing is changed.
 */
export async function recordCustomerMessage(
  trx: TenantTransaction,
  message: NewCustomerMessage,
): Promise<string | undefined> {
  const epoch = message.epoch + (message.raisesEpoch ? 1 : 0);
  const recorded = await trx
    .with("stored", (db) =>
      db
        .insertInto("messages")
        .values({
          outlet_id: message.outletId,
          conversation_id: message.conversationId,
          contact_id: message.contactId,
          direction: "inbound",
          sender_type: "customer",
          status: "received",
          wamid: message.wamid,
          type: toStorableText(message.type),
          body: toStorableText(message.body),
          raw: toJsonb(message.raw),
          context_wamid: message.contextWamid === undefined ? null : toStorableText(message.contextWamid),
          sent_at: message.sentAt,
          received_at: message.receivedAt,
          epoch,
        })
        .onConflict((conflict) => conflict.columns(["outlet_id", "wamid"]).doNothing())
        .returning("id"),
    )
    .updateTable("conversations")
    .from("stored")
    .set((set) => ({
      last_customer_message_id: set.ref("stored.id"),
      last_customer_message_at: sql`greatest(last_customer_message_at, ${message.sentAt})`,
      last_message_at: sql`greatest(last_message_at, ${message.sentAt})`,
      epoch,
    }))
    .where("conversations.id", "=", message.conversationId)
    .returning("stored.id")
    .executeTakeFirst();
  return recorded?.id;
}
