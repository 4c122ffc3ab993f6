import { afterAll, beforeAll, expect, test } from "vitest";
import { settleSends } from "../../functions/maintenance/settle-sends.ts";
import { handle as handleSend } from "../../functions/sender/handle.ts";
import { createHandler } from "../../functions/status/handle.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { buildEvent } from "../../shared/testing/builders.ts";
import { type Chat, createChat } from "../../shared/testing/chat.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { instead } from "../../shared/testing/instead.ts";
import { createTestServices, testSecretsKey } from "../../shared/testing/services.ts";
import { until } from "../testing/stack.ts";
import { startSeededWhatsApp } from "../testing/whatsapp.ts";
import { seed } from "../stack/seed.ts";
import type { TestServer } from "../servers/whatsapp/testing/test-server.ts";
import { startWebhookReceiver, type WebhookReceiver } from "../servers/whatsapp/testing/webhook-receiver.ts";
import { maintenanceFunction } from "../../functions/maintenance/services.ts";
import { senderFunction } from "../../functions/sender/services.ts";
import { statusFunction } from "../../functions/status/services.ts";
import { handling } from "../../shared/testing/handling.ts";

const handleStatus = handling(createHandler);

const [acme] = seedData;
const replyCount = Number(process.env["FAULTY_SENDS"] ?? 200);
const chatCount = 40;
/** Deliveries at a time, as an instance is given them. */
const concurrency = 16;

let database: TestDatabase;
let whatsapp: TestServer;
let receiver: WebhookReceiver;

beforeAll(async () => {
  [database, whatsapp, receiver] = await Promise.all([
    createTestDatabase(),
    startSeededWhatsApp(),
    startWebhookReceiver(),
  ]);
  await seed(database.ownerUrl, testSecretsKey);
  const { url, verifyToken } = receiver;
  await whatsapp.call("POST", "/__control/webhook", { url, verifyToken });
});
afterAll(async () => {
  await Promise.all([whatsapp.close(), receiver.close()]);
  await database.drop();
});

type Reply = { chat: Chat; messageId: string; attempt: number };

/** A clock that is put forward when everything waits, so that no back-off takes its time. */
let aheadMs = 0;
const now = () => new Date(Date.now() + aheadMs);

test(
  "under timeouts, errors, limits and duplicates every reply ends somewhere, none is shown twice, and order is kept",
  { timeout: 300_000 },
  async () => {
    const replies = await queueReplies();
    await whatsapp.faults({
      seed: 11,
      send: { timeoutAfterAcceptRate: 0.1, http500Rate: 0.1, http429Rate: 0.05, hangMs: 30 },
      webhook: { duplicateRate: 0.05, reorder: 10, groupWaitMs: 20 },
    });
    await deliverAll(replies);
    await whatsapp.call("DELETE", "/__control/faults");
    await deliverStatuses();
    await settleWhatIsLeft();

    const ends: Record<string, number> = {};
    for (const [chat, own] of Map.groupBy(replies, (reply) => reply.chat)) {
      const stored = await Promise.all(own.map(async ({ messageId }) => chat.message(messageId)));
      for (const { status } of stored) ends[status] = (ends[status] ?? 0) + 1;
      const onPhone = (await whatsapp.chat(chat.phone, acme.outlet.phoneNumberId))
        .filter(({ direction }) => direction === "out")
        .map(({ text }) => text);
      expect(new Set(onPhone).size, "shown twice").toBe(onPhone.length);
      const known = stored.filter(({ status }) => ["accepted", "sent", "delivered", "read"].includes(status));
      expect(onPhone, "in the order of writing").toEqual(known.map(({ body }) => body));
      for (const { status, error_code: code, error_detail: detail } of stored)
        if (status === "failed") expect(code ?? detail).not.toBeNull();
    }
    const settled = ["accepted", "sent", "delivered", "read", "failed", "unconfirmed"];
    expect(Object.keys(ends).filter((status) => !settled.includes(status))).toEqual([]);
    expect(ends["read"]).toBeGreaterThan(replyCount * 0.7);
    expect(ends["unconfirmed"]).toBeGreaterThan(0);
  },
);

async function queueReplies(): Promise<Reply[]> {
  const chats = await Promise.all(
    Array.from({ length: chatCount }, async () => {
      const chat = await createChat(database.db, acme);
      await chat.customerWrites("Hello");
      await whatsapp.write(chat.phone, "Hello", { to: acme.outlet.phoneNumberId });
      return chat;
    }),
  );
  const replies: Reply[] = [];
  for (let index = 0; index < replyCount; index += 1) {
    const chat = chats[index % chatCount];
    if (chat === undefined) continue;
    const trigger = await chat.customerWrites(`Question ${index}`, { isTurn: false });
    const options = { epoch: null, triggerMessageId: trigger.id };
    replies.push({ chat, messageId: await chat.queueReply(`Reply ${index}`, options), attempt: 1 });
  }
  return replies;
}

/** As Pub/Sub does, but in no order at all: every event again until it is acknowledged, some of them twice. */
async function deliverAll(replies: readonly Reply[]): Promise<void> {
  const services = createTestServices(senderFunction, database, { WHATSAPP_GRAPH_URL: whatsapp.url });
  const given = instead(services, { now });
  // Every twentieth event comes twice.
  let waiting = [...replies, ...replies.filter((_, index) => index % 20 === 0)].toSorted(
    (a, b) => orderOf(a) - orderOf(b),
  );
  while (waiting.length > 0) {
    const again: Reply[] = [];
    const left = [...waiting];
    async function work(): Promise<void> {
      for (let reply = left.pop(); reply !== undefined; reply = left.pop()) {
        const { chat, messageId } = reply;
        const event = buildEvent(
          "message.queued",
          { conversationId: chat.conversationId, messageId },
          acme.id,
        );
        try {
          await handleSend(event, given, { attempt: 1, maxAttempts: 20 });
        } catch (error) {
          expect(error).toMatchObject({ name: "Retry" });
          again.push(reply);
        }
      }
    }
    await Promise.all(Array.from({ length: concurrency }, work));
    if (again.length > 0) aheadMs += 60_000;
    waiting = again;
  }
  await services.close();
}

/** Some order that is not that of writing, the same in every run. */
function orderOf({ chat, messageId }: Reply): number {
  const tail = Number.parseInt(messageId.slice(-6), 16);
  return (tail * 31 + chat.phone.length) % 9_973;
}

async function deliverStatuses(): Promise<void> {
  const services = createTestServices(statusFunction, database);
  const sends = await whatsapp.sends();
  const read = () =>
    new Set(
      receiver
        .items()
        .filter(({ kind, item }) => kind === "status" && item["status"] === "read")
        .map(({ item }) => item["id"]),
    );
  await until(async () => sends.every(({ wamid }) => read().has(wamid)), { what: "every status has come" });
  const { phoneNumberId, businessAccountId: wabaId } = acme.outlet;
  await Promise.all(
    receiver
      .items()
      .filter(({ kind }) => kind === "status")
      .map(async ({ item: status }) =>
        handleStatus(
          buildEvent("status.received", {
            phoneNumberId,
            wabaId,
            receivedAt: new Date().toISOString(),
            status,
          }),
          services,
        ),
      ),
  );
  await services.close();
}

async function settleWhatIsLeft(): Promise<void> {
  const services = createTestServices(maintenanceFunction, database);
  const later = instead(services, { now: () => new Date(now().getTime() + 3_600_000) });
  for (;;) {
    const { unknown, unconfirmed, requeued } = await settleSends(later);
    if (unknown + unconfirmed + requeued === 0) break;
  }
  await services.close();
}
