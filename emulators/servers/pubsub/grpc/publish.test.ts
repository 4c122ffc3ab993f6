import { status } from "@grpc/grpc-js";
import { v1 } from "@google-cloud/pubsub";
import { expect, onTestFinished, test } from "vitest";
import { clientOptions, project, startTestPubSub } from "../testing/test-pubsub.ts";

const invalid = { code: status.INVALID_ARGUMENT };
const topic = `${project}/topics/orders`;
const data = Buffer.from("x");

async function startPublisher() {
  const { pubsub, server } = await startTestPubSub();
  const [created] = await pubsub.createTopic("orders");
  await created.createSubscription("billing");
  const publisher = new v1.PublisherClient(clientOptions(server));
  onTestFinished(() => publisher.close());
  return { pubsub, server, publisher };
}

test("every message of a batch gets an id of its own, in publish order", async () => {
  const { pubsub, server } = await startPublisher();
  const orders = pubsub.topic("orders", { batching: { maxMessages: 100 } });
  const sent = Array.from({ length: 250 }, () => orders.publishMessage({ data, attributes: { a: "b" } }));
  const ids = await Promise.all(sent);
  expect(new Set(ids).size).toBe(250);
  expect(ids.map(Number)).toEqual(ids.map(Number).toSorted((a, b) => a - b));
  expect(server.unackedCount()).toBe(250);
});

test("a request whose messages carry different ordering keys is refused whole", async () => {
  const { publisher, server } = await startPublisher();
  const mixed = [
    { data, orderingKey: "a" },
    { data, orderingKey: "b" },
  ];
  await expect(publisher.publish({ topic, messages: mixed })).rejects.toMatchObject(invalid);
  await expect(
    publisher.publish({ topic, messages: [{ data }, { data, orderingKey: "a" }] }),
  ).rejects.toMatchObject(invalid);
  expect(server.unackedCount()).toBe(0);
  await publisher.publish({ topic, messages: [mixed[0] ?? {}, mixed[0] ?? {}] });
  expect(server.unackedCount()).toBe(2);
});

test("a request of more than 1000 messages, more than 10 MB, or of nothing is refused", async () => {
  const { publisher, server } = await startPublisher();
  const many = Array.from({ length: 1001 }, () => ({ data }));
  await expect(publisher.publish({ topic, messages: many })).rejects.toMatchObject(invalid);
  const big = { data: Buffer.alloc(5_000_001) };
  await expect(publisher.publish({ topic, messages: [big, big] })).rejects.toMatchObject(invalid);
  await expect(publisher.publish({ topic, messages: [] })).rejects.toMatchObject(invalid);
  await expect(publisher.publish({ topic, messages: [{ orderingKey: "a" }] })).rejects.toMatchObject(invalid);
  expect(server.unackedCount()).toBe(0);
  await publisher.publish({ topic, messages: [big] });
  expect(server.unackedCount()).toBe(1);
});

test("a topic that does not exist is NOT_FOUND", async () => {
  const { pubsub } = await startPublisher();
  const none = pubsub.topic("none").publishMessage({ data });
  await expect(none).rejects.toMatchObject({ code: status.NOT_FOUND });
});

test("a subscription holds only what its filter lets through", async () => {
  const { pubsub, server } = await startPublisher();
  const filter = 'attributes.kind = "paid" AND NOT attributes:test';
  const [paid] = await pubsub.topic("orders").createSubscription("paid", { filter });
  await pubsub.topic("orders").publishMessage({ data, attributes: { kind: "paid" } });
  await pubsub.topic("orders").publishMessage({ data, attributes: { kind: "paid", test: "1" } });
  await pubsub.topic("orders").publishMessage({ data });
  expect(server.unackedCount(paid.name)).toBe(1);
  expect(server.unackedCount()).toBe(4);
});
