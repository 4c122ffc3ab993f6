import { randomUUID } from "node:crypto";
import { type Message, PubSub, v1 } from "@google-cloud/pubsub";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { startPubSub, type LocalPubSub } from "../../emulators/servers/pubsub/start-pubsub.ts";
import { buildEvent } from "../testing/builders.ts";
import { type Bus, createBus } from "./bus.ts";

let server: LocalPubSub;
let admin: PubSub;

beforeAll(async () => {
  process.env["METADATA_SERVER_DETECTION"] = "none";
  server = await startPubSub({ port: 0 });
  process.env["PUBSUB_EMULATOR_HOST"] = server.url;
  admin = new PubSub({ projectId: "test" });
});
beforeEach(() => createTopics());
afterAll(async () => {
  await admin.close();
  await server.close();
});

async function createTopics(): Promise<void> {
  for (const name of ["webhook.rejected", "message.queued", "message.received"]) await createTopic(name);
}

/** A topic, with nothing left of an earlier test, and a subscription of the same name. */
async function createTopic(name: string): Promise<void> {
  await admin
    .subscription(name)
    .delete()
    .catch(() => undefined);
  await admin.topic(name).get({ autoCreate: true });
  await admin.topic(name).createSubscription(name, { enableMessageOrdering: true });
}

function openBus(options: { publishTimeoutMs?: number; batchWaitMs?: number } = {}): Bus {
  const bus = createBus({ projectId: "test", ...options });
  onTestFinished(() => bus.close());
  return bus;
}

const rejected = (body = "") =>
  buildEvent("webhook.rejected", { receivedAt: new Date().toISOString(), reason: "x", body });
const queued = (conversationId: string) =>
  buildEvent("message.queued", { conversationId, messageId: randomUUID() });

/** Acks and gives back what the topic's subscription holds, in the order in which it came. */
async function receive(name: string, count: number): Promise<Message[]> {
  const messages: Message[] = [];
  const subscription = admin.subscription(name).on("message", (message: Message) => {
    messages.push(message);
    message.ack();
  });
  await vi.waitFor(() => expect(messages).toHaveLength(count), 10_000);
  await subscription.close();
  return messages;
}

function idOf(message: Message): string {
  return (JSON.parse(String(message.data)) as { id: string }).id;
}

describe("publishing", () => {
  test("ends when Pub/Sub has every event, whole, with the attributes that filters and people read", async () => {
    const event = { ...rejected("Selamat pagi 👋"), tenantId: randomUUID() };
    await openBus().publish([event, rejected()]);
    expect(server.unackedCount("projects/test/subscriptions/webhook.rejected")).toBe(2);
    const received = await receive("webhook.rejected", 2);
    const message = received.find((one) => idOf(one) === event.id);
    expect(JSON.parse(String(message?.data))).toEqual(event);
    expect(message?.attributes).toEqual({
      topic: "webhook.rejected",
      tenantId: event.tenantId,
    });
    expect(message?.orderingKey).toBe("");
  });

  test("lets events of one topic share a request", async () => {
    const requests = vi.spyOn(v1.PublisherClient.prototype, "publish");
    const bus = openBus({ batchWaitMs: 50 });
    await Promise.all(Array.from({ length: 200 }, async () => bus.publish([rejected()])));
    expect(requests).toHaveBeenCalledTimes(1);
    expect(server.unackedCount("projects/test/subscriptions/webhook.rejected")).toBe(200);
  });

  test("keeps the order of each key, and gives the keys as their topics declare them", async () => {
    const conversations = [randomUUID(), randomUUID()];
    const events = Array.from({ length: 40 }, (_, index) => queued(conversations[index % 2] ?? ""));
    const bus = openBus();
    await Promise.all(events.map(async (event) => bus.publish([event])));
    const received = await receive("message.queued", events.length);
    for (const conversationId of conversations) {
      const ids = events.filter(({ data }) => data.conversationId === conversationId).map(({ id }) => id);
      const of = received.filter(({ orderingKey }) => orderingKey === conversationId);
      expect(of.map(idOf)).toEqual(ids);
    }
  });

  test("of nothing does nothing", async () => {
    await openBus().publish([]);
    expect(server.unackedCount()).toBe(0);
  });
});

describe("when Pub/Sub does not take an event", () => {
  test("publishing fails, though its neighbours of other topics were taken", async () => {
    await admin.topic("message.queued").delete();
    const published = openBus().publish([rejected(), queued(randomUUID())]);
    await expect(published).rejects.toThrow("Pub/Sub did not take every event");
    expect(server.unackedCount("projects/test/subscriptions/webhook.rejected")).toBe(1);
  });

  test("its key is free for the next event", async () => {
    const bus = openBus();
    const conversationId = randomUUID();
    await admin.topic("message.queued").delete();
    const failing = await Promise.allSettled(
      [1, 2, 3].map(async () => bus.publish([queued(conversationId)])),
    );
    expect(failing.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    await createTopic("message.queued");
    const event = queued(conversationId);
    await bus.publish([event]);
    expect((await receive("message.queued", 1)).map(idOf)).toEqual([event.id]);
  });

  test("publishing gives up after the time it was given, and goes on when Pub/Sub is back", async () => {
    const away = await startPubSub({ port: 0 });
    const { port } = away;
    await away.close();
    vi.stubEnv("PUBSUB_EMULATOR_HOST", away.url);
    onTestFinished(() => void vi.unstubAllEnvs());
    const bus = openBus({ publishTimeoutMs: 1_000 });
    await expect(bus.publish([rejected()])).rejects.toThrow("Pub/Sub did not take every event");
    await expect(bus.check()).rejects.toThrow();
    const back = await startPubSub({ port });
    onTestFinished(() => back.close());
    const client = new PubSub({ projectId: "test", apiEndpoint: back.url, emulatorMode: true });
    onTestFinished(() => client.close());
    await client.createTopic("webhook.rejected");
    await vi.waitFor(async () => bus.publish([rejected()]), 15_000);
  });
});

test("a failed look-up of credentials fails that publishing, ends nothing, and is made anew by the next", async () => {
  vi.stubEnv("PUBSUB_EMULATOR_HOST", undefined);
  vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", "/there/is/no/such/file");
  onTestFinished(() => void vi.unstubAllEnvs());
  const unhandled: unknown[] = [];
  const note = (reason: unknown): number => unhandled.push(reason);
  process.on("unhandledRejection", note);
  onTestFinished(() => void process.off("unhandledRejection", note));
  const bus = openBus({ publishTimeoutMs: 1_000 });
  await expect(bus.publish([rejected()])).rejects.toThrow("credential");
  vi.stubEnv("PUBSUB_EMULATOR_HOST", server.url);
  await bus.publish([rejected()]);
  expect(server.unackedCount("projects/test/subscriptions/webhook.rejected")).toBe(1);
  expect(unhandled).toEqual([]);
});

test("the check tells whether Pub/Sub answers", async () => {
  await expect(openBus().check()).resolves.toBeUndefined();
});
