import { randomInt, randomUUID } from "node:crypto";
import type { DataOf } from "../../../shared/contracts/topics.ts";
import type { Contact, Conversation, Message } from "../../../shared/db/schema.d.ts";
import { seedData } from "../../../shared/testing/examples/seed-data.ts";
import type { Outcome } from "../../../shared/runtime/on-event.ts";
import { buildEvent, buildTextMessage } from "../../../shared/testing/builders.ts";
import { createTestDatabase, type TestDatabase } from "../../../shared/testing/database.ts";
import { createTestServices, type TestServices } from "../../../shared/testing/services.ts";
import { handle } from "../handle.ts";
import { inboundFunction } from "../services.ts";

const [{ outlet }] = seedData;

/** Unix seconds that arrivals count from: some hours ago, so that they are still to be answered. */
export const start = Math.floor(Date.now() / 1000) - 40_000;
export const newPhone = (): string => `62811${randomInt(1e7, 1e8)}`;
export const newUserId = (): string => `ID.${randomUUID().replaceAll("-", "")}`;

type Received = DataOf<"message.received">;
type More = Partial<Received> & { at?: number };
type StoredMessage = Message & { place: string; handled_by: string; imported: boolean };

/** The function on a database of its own, and what arrives at the first seeded outlet. */
export type Arrivals = {
  database: TestDatabase;
  services: TestServices<typeof inboundFunction>;
  /** An item arrives, `at` seconds after the start; resolves to what came of it. */
  arrive(message: Record<string, unknown>, more?: More): Promise<Outcome>;
  /** A text arrives as it was written this moment; resolves to the item as well. */
  say(
    overrides: Record<string, unknown>,
    change?: Partial<Received>,
  ): Promise<{ message: Record<string, unknown>; outcome: Outcome }>;
  /** Everything that is stored of a customer, of whichever tenant, oldest first. */
  stored(customer: { phone?: string; business_scoped_user_id?: string }): Promise<{
    contacts: Contact[];
    conversations: Conversation[];
    messages: Message[];
  }>;
  contactsOf(values: {
    phone?: string;
    business_scoped_user_id?: string;
    group_id?: string;
  }): Promise<Contact[]>;
  messagesOf(contactId: string | undefined): Promise<StoredMessage[]>;
  close(): Promise<void>;
};

/** An item arrives at the first seeded outlet. */
export function received(message: Record<string, unknown>, change: Partial<Received> = {}) {
  return buildEvent("message.received", {
    phoneNumberId: outlet.phoneNumberId,
    wabaId: outlet.businessAccountId,
    receivedAt: new Date().toISOString(),
    source: "message",
    message,
    ...change,
  });
}

export async function openArrivals(environment: Record<string, string> = {}): Promise<Arrivals> {
  const database = await createTestDatabase();
  const services = createTestServices(inboundFunction, database, environment);
  return {
    database,
    services,
    async arrive(message, { at = 0, ...more } = {}) {
      const usual = { id: `wamid.${randomUUID()}`, timestamp: String(start + at) };
      const receivedAt = new Date((start + 100_000) * 1000).toISOString();
      const item = { ...usual, type: "text", text: { body: "hi" }, ...message };
      return handle(received(item, { receivedAt, ...more }), services);
    },
    async say(overrides, change = {}) {
      const message = buildTextMessage("Apakah buka hari ini?", overrides);
      return { message, outcome: await handle(received(message, change), services) };
    },
    async stored(customer) {
      const { adminDb } = database;
      const contacts = await adminDb
        .selectFrom("contacts")
        .selectAll()
        .where((where) => where.and(customer))
        .execute();
      const ids = [randomUUID(), ...contacts.map(({ id }) => id)];
      return {
        contacts,
        conversations: await adminDb
          .selectFrom("conversations")
          .selectAll()
          .where("contact_id", "in", ids)
          .orderBy("id")
          .execute(),
        messages: await adminDb
          .selectFrom("messages")
          .selectAll()
          .where("contact_id", "in", ids)
          .orderBy("id")
          .execute(),
      };
    },
    contactsOf: async (values) =>
      database.adminDb
        .selectFrom("contacts")
        .selectAll()
        .where((where) => where.and(values))
        .execute(),
    messagesOf: async (contactId) =>
      database.adminDb
        .selectFrom("messages")
        .innerJoin("conversations", "conversations.id", "messages.conversation_id")
        .selectAll("messages")
        .select(["conversations.status as place", "conversations.handled_by", "conversations.imported"])
        .where("messages.contact_id", "=", contactId ?? "")
        .orderBy("messages.id")
        .execute(),
    async close() {
      await services.close();
      await database.drop();
    },
  };
}
