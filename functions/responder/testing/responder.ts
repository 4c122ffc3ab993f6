import { startQdrant } from "../../../emulators/servers/qdrant/start-qdrant.ts";
import { seed } from "../../../emulators/stack/seed.ts";
import type { TestServer } from "../../../emulators/servers/whatsapp/testing/test-server.ts";
import { handle } from "../handle.ts";
import type { Message } from "../../../shared/db/schema.d.ts";
import { seedData } from "../../../shared/testing/examples/seed-data.ts";
import type { Outcome } from "../../../shared/runtime/on-event.ts";
import { buildEvent } from "../../../shared/testing/builders.ts";
import { type Chat, createChat } from "../../../shared/testing/chat.ts";
import { createTestDatabase, type TestDatabase } from "../../../shared/testing/database.ts";
import { storeDocument } from "../../../shared/testing/knowledge.ts";
import { startTestOpenAi, type TestOpenAi } from "../../../emulators/testing/openai.ts";
import { createTestServices, testSecretsKey, type TestServices } from "../../../shared/testing/services.ts";
import { startSeededWhatsApp } from "../../../emulators/testing/whatsapp.ts";
import { responderFunction } from "../services.ts";

const [acme, globex] = seedData;

type Services = TestServices<typeof responderFunction>;

/** The responder with its servers, and two tenants whose documents contradict each other. */
export type ResponderUnderTest = {
  readonly database: TestDatabase;
  readonly whatsapp: TestServer;
  readonly openai: TestOpenAi;
  /** Where the servers are, as the functions' variables. */
  readonly environment: Record<string, string>;
  readonly services: Services;
  /** Its services where it waits for a customer to finish typing. */
  readonly patient: Services;
  /** Id of the first tenant's document. */
  readonly deliveryDocument: string;
  /** A new customer asks; nothing is delivered yet. */
  ask(text: string, tenant?: (typeof seedData)[number]): Promise<{ chat: Chat; message: Message }>;
  deliver(message: Message, services?: Services, attempt?: number): Promise<Outcome>;
  repliesTo(chat: Chat): Promise<Message[]>;
  queuedFor(chat: Chat): { tenantId?: string | undefined; data: { messageId: string } }[];
  /** What the model was given last. */
  lastPrompt(): Promise<{ system: string; turns: string[] }>;
  /** What answers the customer's message has reached the customer. */
  markSent(message: Message): Promise<void>;
  /** Ends every fault and delay. */
  calm(): Promise<void>;
  close(): Promise<void>;
};

export async function startResponder(): Promise<ResponderUnderTest> {
  const [database, whatsapp, openai, qdrant] = await Promise.all([
    createTestDatabase(),
    startSeededWhatsApp(),
    startTestOpenAi(),
    startQdrant({ port: 0 }),
  ]);
  await seed(database.ownerUrl, testSecretsKey);
  // What every first answer would begin with; who tests that switches it on.
  const disclosure = JSON.stringify({ off: { reason: "tests compare whole answers" } });
  await database.adminDb.updateTable("tenants").set({ disclosure }).execute();
  const environment = {
    WHATSAPP_GRAPH_URL: whatsapp.url,
    OPENAI_BASE_URL: openai.url,
    QDRANT_URL: qdrant.url,
  };
  const services = createTestServices(responderFunction, database, environment);
  const patient = createTestServices(responderFunction, database, {
    ...environment,
    REPLY_BURST_WAIT_MS: "400",
  });
  const deliveryDocument = await storeDocument({ database, services }, acme, "delivery.pdf", [
    "Delivery to Bandung costs Rp 25,000.",
    "The Bandung store opens at 09:00 and closes at 18:00.",
    "You may return unused goods within 30 days.",
  ]);
  await storeDocument({ database, services }, globex, "entrega.pdf", [
    "Delivery to Bandung costs Rp 99,000.",
    "The Bandung store opens at 07:00 and closes at 23:00.",
    "Gift wrapping costs Rp 4,500.",
  ]);

  return {
    database,
    whatsapp,
    openai,
    environment,
    services,
    patient,
    deliveryDocument,
    async ask(text, tenant = acme) {
      const chat = await createChat(database.db, tenant);
      return { chat, message: await chat.customerWrites(text) };
    },
    async deliver(message, given = services, attempt = 1) {
      const { tenant_id, conversation_id: conversationId, id: messageId } = message;
      const receivedAt = (message.received_at ?? new Date()).toISOString();
      const event = buildEvent("reply.requested", { conversationId, messageId, receivedAt }, tenant_id);
      return handle(event, given, { attempt, maxAttempts: 20 });
    },
    repliesTo: async ({ conversationId }) =>
      database.adminDb
        .selectFrom("messages")
        .selectAll()
        .where("conversation_id", "=", conversationId)
        .where("direction", "=", "outbound")
        .orderBy("id")
        .execute(),
    queuedFor: ({ conversationId }) =>
      [services, patient]
        .flatMap(({ bus }) => bus.of("message.queued"))
        .filter(({ data }) => data.conversationId === conversationId),
    async lastPrompt() {
      const [system, ...turns] = (await openai.prompts()).at(-1) ?? [];
      return {
        system: system?.content ?? "",
        turns: turns.map(({ role, content }) => `${role}: ${content}`),
      };
    },
    async markSent({ id }) {
      const sent = { status: "sent" } as const;
      await database.adminDb.updateTable("messages").set(sent).where("trigger_message_id", "=", id).execute();
    },
    async calm() {
      await Promise.all([openai.faults([]), openai.delay(0), whatsapp.faults({})]);
    },
    async close() {
      await Promise.all([services.close(), patient.close()]);
      await Promise.all([whatsapp.close(), openai.close(), qdrant.close(), database.drop()]);
    },
  };
}
