import type { TestServer } from "../../../emulators/servers/whatsapp/testing/test-server.ts";
import { seed } from "../../../emulators/stack/seed.ts";
import type { SendOutcome } from "../../../shared/whatsapp/client/whatsapp.ts";
import type { Message } from "../../../shared/db/schema.d.ts";
import { seedData, type SeedTenant } from "../../../shared/testing/examples/seed-data.ts";
import { recordSend } from "../../../shared/sending/queries/sends.ts";
import { inTenant } from "../../../shared/db/tenant-scope.ts";
import { planTakeOver } from "../../../shared/conversations/rules/plan-take-over.ts";
import type { OutboundMessage } from "../../../shared/whatsapp/building/outbound-message.ts";
import type { Outcome } from "../../../shared/runtime/on-event.ts";
import { buildEvent } from "../../../shared/testing/builders.ts";
import { type Chat, createChat } from "../../../shared/testing/chat.ts";
import { createTestDatabase, type TestDatabase } from "../../../shared/testing/database.ts";
import { instead } from "../../../shared/testing/instead.ts";
import { createTestServices, testSecretsKey, type TestServices } from "../../../shared/testing/services.ts";
import { startSeededWhatsApp } from "../../../emulators/testing/whatsapp.ts";
import { handle } from "../handle.ts";
import { senderFunction } from "../services.ts";
import type { statusFunction } from "../../status/services.ts";

/** A message that is stored to be sent, and the conversation that it is in. */
export type Queued = { chat: Chat; messageId: string };

/** The sender with all that it works with: a database, the local WhatsApp server, its services. */
export type SendDesk = {
  database: TestDatabase;
  whatsapp: TestServer;
  services: TestServices<typeof senderFunction>;
  /** Services like the usual ones with other variables; closed with the rest. */
  servicesWith(environment: Record<string, string>): TestServices<typeof senderFunction>;
  /** A new customer, who has just written. */
  newChat(wroteAt?: Date): Promise<Chat>;
  /** The bot's answer to a new customer, or in the given conversation. */
  queue(text?: string, options?: { epoch?: number | null; isTurn?: boolean; chat?: Chat }): Promise<Queued>;
  /** A message of any type, of an agent or, as with an API key, of the system. */
  store(
    chat: Chat,
    content: OutboundMessage,
    contextWamid?: string,
    senderType?: "agent" | "system",
  ): Promise<Queued>;
  /** The event is delivered, for the `attempt`th time; to other services than the usual ones, if some are given. */
  deliver(queued: Queued, given?: TestServices<typeof senderFunction>, attempt?: number): Promise<Outcome>;
  stored(queued: Queued): Promise<Message>;
  /** What WhatsApp took for the customer. */
  sendsTo(queued: Pick<Queued, "chat">): Promise<Awaited<ReturnType<TestServer["sends"]>>>;
  /** How often the message was counted, by the sender's instances and those given besides. */
  timesCounted(queued: Queued, ...others: TestServices<typeof statusFunction>[]): number;
  /** Services where something happens after WhatsApp has answered and before the answer is recorded. */
  afterTheCall(happens: (sent: SendOutcome) => Promise<unknown>): TestServices<typeof senderFunction>;
  /** Services a minute from now. */
  afterAWhile(): TestServices<typeof senderFunction>;
  /** Before the next test: no faults, no pace, and Pub/Sub is there. */
  endTest(): Promise<void>;
  close(): Promise<void>;
};

export async function openSendDesk(tenant: SeedTenant = seedData[0]): Promise<SendDesk> {
  const [database, whatsapp] = await Promise.all([createTestDatabase(), startSeededWhatsApp()]);
  await seed(database.ownerUrl, testSecretsKey);
  const opened: TestServices<typeof senderFunction>[] = [];
  function servicesWith(environment: Record<string, string>): TestServices<typeof senderFunction> {
    const services = createTestServices(senderFunction, database, {
      WHATSAPP_GRAPH_URL: whatsapp.url,
      ...environment,
    });
    opened.push(services);
    return services;
  }
  const services = servicesWith({});

  async function newChat(wroteAt = new Date()): Promise<Chat> {
    const chat = await createChat(database.db, tenant);
    await chat.customerWrites("When do you open?", { sentAt: wroteAt });
    return chat;
  }

  return {
    database,
    whatsapp,
    services,
    servicesWith,
    newChat,
    async queue(text = "We open at 09:00.", { chat: given, ...options } = {}) {
      const chat = given ?? (await newChat());
      if (given !== undefined) await chat.customerWrites("And on Sundays?");
      return { chat, messageId: await chat.queueReply(text, options) };
    },
    async store(chat, content, contextWamid, senderType = "agent") {
      const messageId = await inTenant(database.db, chat.tenantId, async (trx) =>
        recordSend(trx, {
          ...chat,
          senderType,
          type: content.type,
          content,
          body: "",
          contextWamid,
          isTurn: planTakeOver({ type: content.type, isPerson: senderType === "agent" }).isTurn,
          epoch: null,
          sentAt: new Date(),
        }),
      );
      return { chat, messageId };
    },
    deliver: async ({ chat: { conversationId, tenantId }, messageId }, given = services, attempt = 1) =>
      handle(buildEvent("message.queued", { conversationId, messageId }, tenantId), given, {
        attempt,
        maxAttempts: 20,
      }),
    stored: async ({ chat, messageId }) => chat.message(messageId),
    sendsTo: async ({ chat }) => (await whatsapp.sends()).filter(({ to }) => to === chat.phone),
    timesCounted: ({ messageId }, ...others) =>
      [...opened, ...others]
        .flatMap(({ bus }) => bus.of("usage.recorded"))
        .filter(({ data }) => data.meter === "message.outbound" && data.subjectId === messageId).length,
    afterTheCall: (happens) =>
      instead(services, {
        whatsapp: {
          ...services.whatsapp,
          async sendMessage(message) {
            const sent = await services.whatsapp.sendMessage(message);
            await happens(sent);
            return sent;
          },
        },
      }),
    afterAWhile: () => instead(services, { now: () => new Date(Date.now() + 60_000) }),
    async endTest() {
      await database.adminDb.deleteFrom("send_pacing").execute();
      await whatsapp.faults({});
      services.bus.fail(false);
    },
    async close() {
      await Promise.all([...opened.map(async (one) => one.close()), whatsapp.close()]);
      await database.drop();
    },
  };
}
