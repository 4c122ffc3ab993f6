import { fork } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startPubSub } from "../start-pubsub.ts";
import {
  ack,
  project,
  refuse,
  startEndpoint,
  startTestPubSub,
  testClient,
  testSubscriber,
  until,
} from "../testing/test-pubsub.ts";

function tempDir(): string {
  const dir = mkdtempSync(join(tmpdir(), "pubsub-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  return dir;
}

const billing = `${project}/subscriptions/billing`;

test("topics, subscriptions and unacked messages survive a restart, in order and with their attempts", async () => {
  const dataDir = tempDir();
  const first = await startPubSub({ port: 0, dataDir });
  const pubsub = testClient(first);
  const failing = await startEndpoint((body, response) => {
    if (body.message.attributes?.["done"] === "yes") ack(body, response);
    else refuse(body, response);
  });
  await pubsub.createTopic("dead");
  await pubsub.createTopic("gone");
  await pubsub.topic("gone").delete();
  await pubsub.createTopic("orders");
  const topic = pubsub.topic("orders", { messageOrdering: true });
  await topic.createSubscription("billing", {
    pushEndpoint: failing.url,
    enableMessageOrdering: true,
    deadLetterPolicy: { deadLetterTopic: `${project}/topics/dead`, maxDeliveryAttempts: 100 },
    retryPolicy: { minimumBackoff: { nanos: 20_000_000 }, maximumBackoff: { nanos: 20_000_000 } },
  });
  const publish = async (text: string, done: string): Promise<string> =>
    topic.publishMessage({ data: Buffer.from(text), orderingKey: "key", attributes: { done } });
  await publish("acked", "yes");
  const ids = [await publish("one", "no"), await publish("two", "no")];
  await until(() => expect(failing.bodies.length).toBeGreaterThan(3));
  await first.close();
  const attempts = failing.bodies.at(-1)?.deliveryAttempt ?? 0;
  await failing.close();

  const working = await startEndpoint(ack, failing.port);
  const { server, pubsub: again } = await startTestPubSub(dataDir, first.port);
  await until(() => expect(server.unackedCount()).toBe(0));
  expect(working.texts()).toEqual(["one", "two"]);
  expect(working.bodies.map(({ message }) => message.messageId)).toEqual(ids);
  expect(working.bodies[0]?.deliveryAttempt).toBe(attempts + 1);
  expect((await again.getTopics())[0].map(({ name }) => name)).toEqual([
    `${project}/topics/dead`,
    `${project}/topics/orders`,
  ]);
  const [metadata] = await again.subscription("billing").getMetadata();
  expect(metadata).toMatchObject({
    enableMessageOrdering: true,
    retryPolicy: { minimumBackoff: { nanos: 20_000_000 } },
  });
});

test("a SIGKILL loses nothing that was published a second before", async () => {
  const dataDir = tempDir();
  const child = fork(new URL("./restart-child.ts", import.meta.url), [dataDir]);
  const [{ url }] = (await once(child, "message")) as [{ url: string }];
  const pubsub = testClient({ url });
  const [topic] = await pubsub.createTopic("orders");
  await topic.createSubscription("billing");
  await Promise.all(
    Array.from({ length: 300 }, (_, index) => topic.publishMessage({ data: Buffer.from(`${index}`) })),
  );
  const journal = join(dataDir, "pubsub.jsonl");
  await until(() => expect(readFileSync(journal, "utf8").match(/"kind":"message"/g)).toHaveLength(300));
  child.kill("SIGKILL");
  await once(child, "exit");
  appendFileSync(journal, '{"kind":"message","mess');
  const { server } = await startTestPubSub(dataDir);
  expect(server.unackedCount(billing)).toBe(300);
});

test("a restart leaves out of the file what was acked", async () => {
  const dataDir = tempDir();
  const first = await startPubSub({ port: 0, dataDir });
  const pubsub = testClient(first);
  const [topic] = await pubsub.createTopic("orders");
  const [subscription] = await topic.createSubscription("billing");
  await topic.publishMessage({ data: Buffer.alloc(1_000_000) });
  const journal = join(dataDir, "pubsub.jsonl");
  await until(() => expect(statSync(journal).size).toBeGreaterThan(1_000_000));
  subscription.on("message", (message) => message.ack());
  await until(() => expect(first.unackedCount()).toBe(0));
  await subscription.close();
  await first.close();
  const { server } = await startTestPubSub(dataDir);
  expect(server.unackedCount()).toBe(0);
  expect(statSync(journal).size).toBeLessThan(10_000);
});

test("a file that grows large is compacted while the server runs, and loses nothing", async () => {
  const dataDir = tempDir();
  const first = await startPubSub({ port: 0, dataDir });
  const [topic] = await testClient(first).createTopic("orders");
  const [{ name: subscription }] = await topic.createSubscription("billing");
  const subscriber = testSubscriber(first);
  const size = (): number => statSync(join(dataDir, "pubsub.jsonl")).size;
  const publish = async (text: string): Promise<string[]> => {
    await topic.publishMessage({ data: Buffer.from(text) });
    const [{ receivedMessages }] = await subscriber.pull({ subscription, maxMessages: 1 });
    return (receivedMessages ?? []).map(({ ackId }) => ackId ?? "");
  };
  const megabytes = 1024 * 1024;
  await publish("kept");
  for (const total of [6, 12]) {
    const ackIds = await publish("x".repeat(4.5 * megabytes));
    await until(() => expect(size()).toBeGreaterThan(total * megabytes));
    await subscriber.acknowledge({ subscription, ackIds });
  }
  await publish("y".repeat(4.5 * megabytes));
  await until(() => expect(size()).toBeLessThan(7 * megabytes));
  await publish("after");
  await first.close();
  const { server } = await startTestPubSub(dataDir);
  const again = testSubscriber(server);
  const pull = async (): Promise<string[]> => {
    const [{ receivedMessages }] = await again.pull({ subscription, maxMessages: 10 });
    return (receivedMessages ?? []).map(({ message }) => Buffer.from(message?.data ?? "").toString());
  };
  // The large one ends the first response.
  const texts = [...(await pull()), ...(await pull())];
  expect(texts.map((each) => each.slice(0, 5))).toEqual(["kept", "yyyyy", "after"]);
});
