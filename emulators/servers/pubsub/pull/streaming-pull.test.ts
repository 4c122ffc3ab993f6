import { once } from "node:events";
import { status } from "@grpc/grpc-js";
import type { Message, protos, Subscription } from "@google-cloud/pubsub";
import { expect, onTestFinished, test } from "vitest";
import { project, startTestPubSub, testSubscriber, until } from "../testing/test-pubsub.ts";

type StreamingPullResponse = protos.google.pubsub.v1.StreamingPullResponse;

async function startWith(config: object = {}) {
  const { pubsub, server } = await startTestPubSub();
  await pubsub.createTopic("dead");
  await pubsub.createTopic("orders");
  const topic = pubsub.topic("orders", { messageOrdering: true });
  const [subscription] = await topic.createSubscription("billing", config);
  onTestFinished(() => subscription.close());
  const publish = async (data: string, orderingKey = ""): Promise<string> =>
    topic.publishMessage({ data: Buffer.from(data), orderingKey, attributes: { a: "b" } });
  return { pubsub, server, subscription, publish };
}

/** What a handler saw, as texts with attempts. */
function listen(subscription: Subscription, handle: (message: Message) => void): string[] {
  const seen: string[] = [];
  subscription.on("message", (message: Message) => {
    seen.push(`${message.data.toString()} ${message.deliveryAttempt}`);
    handle(message);
  });
  return seen;
}

test("an open stream gets messages as they come, before and after it opened, and acks them", async () => {
  const { server, subscription, publish } = await startWith();
  const id = await publish("early");
  const messages: Message[] = [];
  listen(subscription, (message) => {
    messages.push(message);
    message.ack();
  });
  await until(() => expect(messages).toHaveLength(1));
  await publish("late");
  await until(() => expect(server.unackedCount()).toBe(0));
  expect(messages.map(({ data }) => data.toString())).toEqual(["early", "late"]);
  expect(messages[0]).toMatchObject({ id, attributes: { a: "b" }, orderingKey: "" });
  expect(Math.abs(Date.now() - (messages[0]?.publishTime.getTime() ?? 0))).toBeLessThan(60_000);
});

test("a nack brings the message back at once, with its attempts counted", async () => {
  const deadLetterPolicy = { deadLetterTopic: `${project}/topics/dead`, maxDeliveryAttempts: 10 };
  const { server, subscription, publish } = await startWith({ deadLetterPolicy });
  await publish("again");
  const seen = listen(subscription, (message) => {
    if (message.deliveryAttempt < 3) message.nack();
    else message.ack();
  });
  await until(() => expect(server.unackedCount()).toBe(0));
  expect(seen).toEqual(["again 1", "again 2", "again 3"]);
});

test("with ordering a nacked message comes again before its successors", async () => {
  const { server, subscription, publish } = await startWith({ enableMessageOrdering: true });
  await Promise.all(["1", "2", "3"].map((each) => publish(each, "key")));
  let nacks = 0;
  const seen = listen(subscription, (message) => {
    if (message.data.toString() === "2" && nacks < 2) {
      nacks += 1;
      message.nack();
    } else {
      message.ack();
    }
  });
  await until(() => expect(server.unackedCount()).toBe(0));
  expect(seen).toEqual(["1 0", "2 0", "2 0", "2 0", "3 0"]);
});

test("a stream holds no more messages than its client allows", async () => {
  const { server, subscription, publish } = await startWith();
  await Promise.all(Array.from({ length: 8 }, (_, index) => publish(`${index}`)));
  const stream = testSubscriber(server).streamingPull();
  const ackIds: string[] = [];
  stream.on("data", ({ receivedMessages }: StreamingPullResponse) => {
    ackIds.push(...receivedMessages.map(({ ackId }) => ackId ?? ""));
  });
  stream.write({ subscription: subscription.name, streamAckDeadlineSeconds: 10, maxOutstandingMessages: 3 });
  for (const held of [3, 6, 8]) {
    await until(() => expect(ackIds.length).toBeGreaterThanOrEqual(held));
    expect(ackIds).toHaveLength(held);
    stream.write({ ackIds: ackIds.slice(-3) });
  }
  await until(() => expect(server.unackedCount()).toBe(0));
  const ended = once(stream, "end");
  stream.end();
  await ended;
});

test("a backlog of a thousand messages arrives whole over several streams", async () => {
  const { server, subscription, publish } = await startWith();
  await Promise.all(Array.from({ length: 1000 }, (_, index) => publish(`${index}`)));
  const seen = listen(subscription, (message) => message.ack());
  await until(() => expect(server.unackedCount()).toBe(0));
  expect(new Set(seen).size).toBe(1000);
});

test("deleting the subscription ends its streams with NOT_FOUND", async () => {
  const { pubsub, subscription, publish } = await startWith();
  await publish("one");
  const failed = new Promise((resolve) => subscription.on("error", resolve));
  const seen = listen(subscription, (message) => message.ack());
  await until(() => expect(seen).toHaveLength(1));
  await pubsub.subscription("billing").delete();
  await expect(failed).resolves.toMatchObject({ code: status.NOT_FOUND });
});

test("a stream takes acks and deadlines too, and answers a sign of life", async () => {
  const { server, subscription, publish } = await startWith({ enableMessageOrdering: true });
  const stream = testSubscriber(server).streamingPull();
  const responses: StreamingPullResponse[] = [];
  stream.on("data", (response: StreamingPullResponse) => responses.push(response));
  stream.write({ subscription: subscription.name, streamAckDeadlineSeconds: 10 });
  stream.write({});
  await until(() => expect(responses).toHaveLength(1));
  expect(responses[0]).toMatchObject({
    receivedMessages: [],
    subscriptionProperties: { messageOrderingEnabled: true },
  });
  await publish("one");
  const ackId = (at: number): string => responses[at]?.receivedMessages[0]?.ackId ?? "none yet";
  await until(() => expect(responses).toHaveLength(2));
  stream.write({ modifyDeadlineAckIds: [ackId(1)], modifyDeadlineSeconds: [0] });
  await until(() => expect(responses).toHaveLength(3));
  stream.write({ ackIds: [ackId(2)] });
  await until(() => expect(server.unackedCount()).toBe(0));
  const ended = once(stream, "end");
  stream.end();
  await ended;
});

test("a stream with a deadline under ten seconds is refused", async () => {
  const { server, subscription } = await startWith();
  const stream = testSubscriber(server).streamingPull();
  const failed = new Promise((resolve) => stream.on("error", resolve));
  stream.on("data", () => {});
  stream.write({ subscription: subscription.name, streamAckDeadlineSeconds: 5 });
  await expect(failed).resolves.toMatchObject({ code: status.INVALID_ARGUMENT });
});
