import { expect, test } from "vitest";
import { startTestPubSub, testSubscriber, until } from "../testing/test-pubsub.ts";

async function startWith(config: object = {}) {
  const { pubsub, server } = await startTestPubSub();
  const [topic] = await pubsub.createTopic("orders");
  const [{ name: subscription }] = await topic.createSubscription("billing", config);
  const subscriber = testSubscriber(server);
  const pull = async (returnImmediately = false) => {
    const [{ receivedMessages }] = await subscriber.pull({
      subscription,
      maxMessages: 10,
      returnImmediately,
    });
    return (receivedMessages ?? []).map(({ ackId, message }) => ({
      ackId: ackId ?? "",
      text: Buffer.from(message?.data ?? "").toString(),
    }));
  };
  const publish = async (text: string): Promise<string> => topic.publishMessage({ data: Buffer.from(text) });
  return { server, subscriber, subscription, pull, publish };
}

test("a pull gets what is there, oldest first, and an ack ends it", async () => {
  const { server, subscriber, subscription, pull, publish } = await startWith();
  for (const text of ["1", "2", "3"]) await publish(text);
  const pulled = await pull();
  expect(pulled.map(({ text }) => text)).toEqual(["1", "2", "3"]);
  expect(await pull(true)).toEqual([]);
  await subscriber.acknowledge({ subscription, ackIds: pulled.map(({ ackId }) => ackId) });
  expect(server.unackedCount()).toBe(0);
});

test("a pull waits for the next message", async () => {
  const { pull, publish } = await startWith();
  const waiting = pull();
  await publish("late");
  expect((await waiting).map(({ text }) => text)).toEqual(["late"]);
});

test("a message whose ack deadline passes comes again, and an old lease can no longer hold it", async () => {
  const { server, subscriber, subscription, pull, publish } = await startWith();
  await publish("slow");
  const [first] = await pull();
  const ackIds = [first?.ackId ?? ""];
  await subscriber.modifyAckDeadline({ subscription, ackIds, ackDeadlineSeconds: 1 });
  const [second] = await pull();
  expect(second?.text).toBe("slow");
  expect(second?.ackId).not.toBe(first?.ackId);
  await subscriber.modifyAckDeadline({ subscription, ackIds, ackDeadlineSeconds: 0 });
  expect(await pull(true)).toEqual([]);
  await subscriber.acknowledge({ subscription, ackIds: [second?.ackId ?? ""] });
  expect(server.unackedCount()).toBe(0);
});

test("a nacked message rests for the retry policy's back-off", async () => {
  const backoff = { nanos: 300_000_000 };
  const { subscriber, subscription, pull, publish } = await startWith({
    retryPolicy: { minimumBackoff: backoff, maximumBackoff: backoff },
  });
  await publish("again");
  const ackIds = (await pull()).map(({ ackId }) => ackId);
  const nackedAt = performance.now();
  await subscriber.modifyAckDeadline({ subscription, ackIds, ackDeadlineSeconds: 0 });
  expect((await pull()).map(({ text }) => text)).toEqual(["again"]);
  expect(performance.now() - nackedAt).toBeGreaterThanOrEqual(300);
});

test("an ack that comes after its deadline still counts", async () => {
  const { server, subscriber, subscription, pull, publish } = await startWith();
  await publish("slow");
  const ackIds = (await pull()).map(({ ackId }) => ackId);
  await subscriber.modifyAckDeadline({ subscription, ackIds, ackDeadlineSeconds: 0 });
  await subscriber.acknowledge({ subscription, ackIds });
  await until(() => expect(server.unackedCount()).toBe(0));
  expect(await pull(true)).toEqual([]);
});
