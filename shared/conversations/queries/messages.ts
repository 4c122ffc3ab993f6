import type { OutboundStatus } from "../rules/message-status.ts";
import { toJsonb, toStorableText } from "../../db/jsonb.ts";
import type { Message } from "../../db/schema.d.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

export type NewOutboundMessage = {
  outletId: string;
  conversationId: string;
  contactId: string;
  senderType: "bot" | "system";
  body: string;
  triggerMessageId: string;
  /** It answers what the customer asked; a notice does not. */
  isTurn: boolean;
  /**
   * The fence: an answer is sent only while the conversation is in this epoch, a notice until a human has written. Null
   * sends it whatever happens.
   */
  epoch: number | null;
  sentAt: Date;
  citations?: unknown;
  trace?: unknown;
};

/** Stores a message that wants to be sent; undefined when the customer's message has its answer already, in this epoch. */
export async function recordOutboundMessage(
  trx: TenantTransaction,
  message: NewOutboundMessage,
): Promise<string | undefined> {
  const inserted = await trx
    .insertInto("messages")
    .values({
      outlet_id: message.outletId,
      conversation_id: message.conversationId,
      contact_id: message.contactId,
      direction: "outbound",
      sender_type: message.senderType,
      status: "queued",
      type: "text",
      body: toStorableText(message.body),
      trigger_message_id: message.triggerMessageId,
      is_turn: message.isTurn,
      epoch: message.epoch,
      sent_at: message.sentAt,
      citations: message.citations === undefined ? null : toJsonb(message.citations),
      trace: message.trace === undefined ? null : toJsonb(message.trace),
    })
    .onConflict((conflict) =>
      conflict
        .columns(["trigger_message_id", "epoch"])
        .where("sender_type", "=", "bot")
        .where("is_turn", "=", true)
        .where("trigger_message_id", "is not", null)
        .doNothing(),
    )
    .returning("id")
    .executeTakeFirst();
  return inserted?.id;
}

export async function findMessage(trx: TenantTransaction, messageId: string): Promise<Message | undefined> {
  return trx.selectFrom("messages").selectAll().where("id", "=", messageId).executeTakeFirst();
}

/** Locked until the transaction ends. */
export async function lockMessage(trx: TenantTransaction, messageId: string): Promise<Message | undefined> {
  return trx.selectFrom("messages").selectAll().where("id", "=", messageId).forUpdate().executeTakeFirst();
}

/** The last messages of the conversation, oldest first; those that were never sent are left out. */
export async function listRecentMessages(
  trx: TenantTransaction,
  conversationId: string,
  limit: number,
): Promise<Message[]> {
  const newestFirst = await trx
    .selectFrom("messages")
    .selectAll()
    .where("conversation_id", "=", conversationId)
    .where("status", "not in", ["canceled", "failed"])
    .orderBy("sent_at", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return newestFirst.toReversed();
}

/** The sender's claim: false when the message is not waiting to be sent any more. */
export async function claimSend(
  trx: TenantTransaction,
  messageId: string,
  claim: { attemptId: string; leaseUntil: Date },
): Promise<boolean> {
  const claimed = await trx
    .updateTable("messages")
    .set((set) => ({
      status: "sending",
      attempt_id: claim.attemptId,
      lease_until: claim.leaseUntil,
      attempt_count: set("attempt_count", "+", 1),
      not_before: null,
    }))
    .where("id", "=", messageId)
    .where("status", "=", "queued")
    .executeTakeFirst();
  return claimed.numUpdatedRows > 0n;
}

export type StatusChange = {
  status: OutboundStatus;
  wamid?: string;
  acceptedAt?: Date;
  deliveredAt?: Date;
  readAt?: Date;
  failedAt?: Date;
  sentAt?: Date;
  errorCode?: number | null;
  errorDetail?: string | null;
  playedAt?: Date;
  /** It is not tried again before; null takes the turn back that it was given. */
  notBefore?: Date | null;
};

/** Moves a message that the caller has locked. */
export async function recordStatusChange(
  trx: TenantTransaction,
  messageId: string,
  change: StatusChange,
): Promise<void> {
  await trx
    .updateTable("messages")
    .set({
      status: change.status,
      ...(change.wamid === undefined ? {} : { wamid: change.wamid }),
      ...(change.acceptedAt === undefined ? {} : { accepted_at: change.acceptedAt }),
      ...(change.deliveredAt === undefined ? {} : { delivered_at: change.deliveredAt }),
      ...(change.readAt === undefined ? {} : { read_at: change.readAt }),
      ...(change.playedAt === undefined ? {} : { played_at: change.playedAt }),
      ...(change.notBefore === undefined ? {} : { not_before: change.notBefore, slot_at: null }),
      ...(change.failedAt === undefined ? {} : { failed_at: change.failedAt }),
      ...(change.sentAt === undefined ? {} : { sent_at: change.sentAt }),
      ...(change.errorCode === undefined ? {} : { error_code: change.errorCode }),
      ...(change.errorDetail === undefined
        ? {}
        : { error_detail: change.errorDetail === null ? null : toStorableText(change.errorDetail) }),
      ...(change.status === "sending" ? {} : { lease_until: null }),
    })
    .where("id", "=", messageId)
    .execute();
}

/** Whether anything of the customer's came to the outlet since then. */
export async function hasInboundSince(
  trx: TenantTransaction,
  { outletId, contactId, since }: { outletId: string; contactId: string; since: Date },
): Promise<boolean> {
  const found = await trx
    .selectFrom("messages")
    .select("messages.id")
    .innerJoin("conversations", "conversations.id", "messages.conversation_id")
    .where("conversations.outlet_id", "=", outletId)
    .where("conversations.contact_id", "=", contactId)
    .where("messages.direction", "=", "inbound")
    .where("messages.sent_at", ">", since)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}
