import { randomInt, randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import { lockContact } from "../contacts/queries/contacts.ts";
import {
  findConversation,
  lockConversation,
  lockOpenConversation,
} from "../conversations/queries/conversations.ts";
import { recordCustomerMessage } from "../conversations/queries/customer-messages.ts";
import { findMessage, recordOutboundMessage } from "../conversations/queries/messages.ts";
import type { Conversation, Database, Message } from "../db/schema.d.ts";
import type { SeedTenant } from "./examples/seed-data.ts";
import { inTenant } from "../db/tenant-scope.ts";

/** One customer's conversation with a seeded outlet, stored as the functions store it. */
export type Chat = {
  readonly tenantId: string;
  readonly outletId: string;
  readonly contactId: string;
  readonly conversationId: string;
  readonly phone: string;
  /** The customer writes; resolves to the stored message. */
  customerWrites(text: string, options?: CustomerMessageOptions): Promise<Message>;
  /** Stores a reply of the bot to be sent, an answer in the conversation's epoch unless told otherwise; resolves to its id. */
  queueReply(
    text: string,
    options?: { epoch?: number | null; triggerMessageId?: string; isTurn?: boolean },
  ): Promise<string>;
  message(messageId: string): Promise<Message>;
  conversation(): Promise<Conversation>;
};

type CustomerMessageOptions = {
  type?: string;
  content?: unknown;
  wamid?: string;
  sentAt?: Date;
  isTurn?: boolean;
};

/** A new customer, with a phone number (or only a business-scoped user id) of its own, and an open conversation. */
export async function createChat(
  db: Kysely<Database>,
  { id: tenantId, outlet }: Pick<SeedTenant, "id" | "outlet">,
  customer: { phone?: string; businessScopedUserId?: string } = { phone: `62811${randomInt(1e7, 1e8)}` },
): Promise<Chat> {
  const outletId = outlet.id;
  const [contactId, conversationId] = await inTenant(db, tenantId, async (trx) => {
    const contact = await lockContact(trx, customer);
    const conversation = await lockOpenConversation(trx, { outletId, contactId: contact.id });
    return [contact.id, conversation.id] as const;
  });
  const ids = { outletId, conversationId, contactId };

  return {
    tenantId,
    ...ids,
    phone: customer.phone ?? "",
    async customerWrites(
      text,
      { type = "text", content, wamid = `wamid.${randomUUID()}`, sentAt = new Date(), isTurn = true } = {},
    ) {
      return inTenant(db, tenantId, async (trx) => {
        const { epoch } = await lockConversation(trx, conversationId);
        const id = await recordCustomerMessage(trx, {
          ...ids,
          wamid,
          type,
          body: text,
          content,
          raw: {},
          sentAt,
          receivedAt: new Date(),
          epoch,
          isTurn,
          opensWindow: isTurn,
        });
        return present(await findMessage(trx, present(id)));
      });
    },
    async queueReply(text, { epoch, triggerMessageId, isTurn = true } = {}) {
      return inTenant(db, tenantId, async (trx) => {
        const conversation = await lockConversation(trx, conversationId);
        const id = await recordOutboundMessage(trx, {
          ...ids,
          senderType: "bot",
          body: text,
          triggerMessageId: triggerMessageId ?? present(conversation.last_customer_message_id),
          isTurn,
          epoch: epoch === undefined ? conversation.epoch : epoch,
          sentAt: new Date(),
        });
        return present(id);
      });
    },
    message: async (messageId) =>
      inTenant(db, tenantId, async (trx) => present(await findMessage(trx, messageId))),
    conversation: async () =>
      inTenant(db, tenantId, async (trx) => present(await findConversation(trx, conversationId))),
  };
}

function present<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error("the test expects this to be stored");
  return value;
}
