import type { Waiting } from "../rules/choose-next-send.ts";
import { toJsonb, toStorableText } from "../../db/jsonb.ts";
import type { Contact, Conversation, Message } from "../../db/schema.d.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

/** More than these of one customer never wait in practice; what lies behind is looked at when these are done. */
const lookedAt = 200;

/** What waits to be sent, or is being sent, to the conversation's customer from its number, in the order of writing. */
export async function listWaitingSends(
  trx: TenantTransaction,
  { outlet_id: outletId, contact_id: contactId }: Conversation,
): Promise<Waiting[]> {
  const rows = await trx
    .selectFrom("messages")
    .select(["id", "conversation_id", "status", "lease_until"])
    .where("contact_id", "=", contactId)
    .where("status", "in", ["queued", "sending"])
    .where("outlet_id", "=", outletId)
    .orderBy("id")
    .limit(lookedAt)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    conversationId: row.conversation_id,
    status: row.status as Waiting["status"],
    leaseUntil: row.lease_until,
  }));
}

/** The customer whom the message goes to. */
export async function getAddressee(
  trx: TenantTransaction,
  { contact_id: contactId }: Pick<Message, "contact_id">,
): Promise<Contact> {
  return trx.selectFrom("contacts").selectAll().where("id", "=", contactId).executeTakeFirstOrThrow();
}

export type NewSend = {
  outletId: string;
  conversationId: string;
  contactId: string;
  senderType: "bot" | "agent" | "system";
  senderUserId?: string | undefined;
  senderApiKeyId?: string | undefined;
  /** The type of the outbound message, and the message itself; text is all in `body`. */
  type: string;
  content?: unknown;
  /** What an agent reads in the history. */
  body: string;
  /** The message that it quotes. */
  contextWamid?: string | undefined;
  /** It answers what the customer asked before. */
  isTurn?: boolean;
  epoch: number | null;
  sentAt: Date;
};

/** Stores a message of any type that wants to be sent, and that no single message of the customer's called for; resolves to its id. */
export async function recordSend(trx: TenantTransaction, send: NewSend): Promise<string> {
  const { id } = await trx
    .insertInto("messages")
    .values({
      outlet_id: send.outletId,
      conversation_id: send.conversationId,
      contact_id: send.contactId,
      direction: "outbound",
      sender_type: send.senderType,
      sender_user_id: send.senderUserId ?? null,
      sender_api_key_id: send.senderApiKeyId ?? null,
      status: "queued",
      type: send.type,
      body: toStorableText(send.body),
      content: send.content === undefined ? null : toJsonb(send.content),
      context_wamid: send.contextWamid ?? null,
      is_turn: send.isTurn ?? false,
      epoch: send.epoch,
      sent_at: send.sentAt,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** Whether a template was stored to be sent in the conversation since then. */
export async function hasTemplateSince(
  trx: TenantTransaction,
  conversationId: string,
  since: Date,
): Promise<boolean> {
  const found = await trx
    .selectFrom("messages")
    .select("id")
    .where("conversation_id", "=", conversationId)
    .where("direction", "=", "outbound")
    .where("type", "=", "template")
    .where("created_at", ">", since)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}
