import { status } from "@grpc/grpc-js";
import { expect, test } from "vitest";
import { project, startTestPubSub, testSubscriber } from "../testing/test-pubsub.ts";

test("a subscription can be created, read, changed, listed and deleted", async () => {
  const { pubsub } = await startTestPubSub();
  const [topic] = await pubsub.createTopic("orders");
  const [subscription] = await topic.createSubscription("billing", {
    enableMessageOrdering: true,
    retryPolicy: { minimumBackoff: { seconds: 1 }, maximumBackoff: { seconds: 5 } },
  });
  await subscription.setMetadata({ ackDeadlineSeconds: 30, labels: { team: "sales" } });
  const [metadata] = await subscription.getMetadata();
  expect(metadata).toMatchObject({
    name: `${project}/subscriptions/billing`,
    topic: `${project}/topics/orders`,
    ackDeadlineSeconds: 30,
    labels: { team: "sales" },
    enableMessageOrdering: true,
    messageRetentionDuration: { seconds: "604800" },
    retryPolicy: { minimumBackoff: { seconds: "1" }, maximumBackoff: { seconds: "5" } },
    state: "ACTIVE",
  });
  expect((await pubsub.getSubscriptions())[0]).toHaveLength(1);
  expect((await topic.getSubscriptions())[0].map(({ name }) => name)).toEqual([subscription.name]);
  await subscription.delete();
  expect(await subscription.exists()).toEqual([false]);
});

test("a push endpoint can be set and taken away", async () => {
  const { pubsub, server } = await startTestPubSub();
  const [topic] = await pubsub.createTopic("orders");
  const [subscription] = await topic.createSubscription("billing");
  await subscription.modifyPushConfig({ pushEndpoint: "http://127.0.0.1:9/" });
  expect((await subscription.getMetadata())[0].pushConfig?.pushEndpoint).toBe("http://127.0.0.1:9/");
  const subscriber = testSubscriber(server);
  const pull = { subscription: subscription.name, maxMessages: 1, returnImmediately: true };
  await expect(subscriber.pull(pull)).rejects.toMatchObject({ code: status.FAILED_PRECONDITION });
  await subscription.modifyPushConfig({});
  expect((await subscriber.pull(pull))[0].receivedMessages).toEqual([]);
});

test("what the service refuses is refused with its codes", async () => {
  const { pubsub } = await startTestPubSub();
  const [topic] = await pubsub.createTopic("orders");
  await topic.createSubscription("billing");
  const invalid = { code: status.INVALID_ARGUMENT };
  await expect(topic.createSubscription("billing")).rejects.toMatchObject({ code: status.ALREADY_EXISTS });
  await expect(pubsub.topic("none").createSubscription("other")).rejects.toMatchObject({
    code: status.NOT_FOUND,
  });
  await expect(pubsub.subscription("none").getMetadata()).rejects.toMatchObject({ code: status.NOT_FOUND });
  await expect(pubsub.subscription("none").delete()).rejects.toMatchObject({ code: status.NOT_FOUND });
  await expect(topic.createSubscription("x")).rejects.toMatchObject(invalid);
  await expect(topic.createSubscription("other", { ackDeadlineSeconds: 5 })).rejects.toMatchObject(invalid);
  await expect(topic.createSubscription("other", { filter: "nonsense" })).rejects.toMatchObject(invalid);
  await expect(topic.createSubscription("other", { pushEndpoint: "nowhere" })).rejects.toMatchObject(invalid);
  const deadLetterPolicy = { deadLetterTopic: topic.name, maxDeliveryAttempts: 4 };
  await expect(topic.createSubscription("other", { deadLetterPolicy })).rejects.toMatchObject(invalid);
  const missing = { deadLetterTopic: `${project}/topics/none` };
  await expect(topic.createSubscription("other", { deadLetterPolicy: missing })).rejects.toMatchObject({
    code: status.NOT_FOUND,
  });
  await expect(pubsub.subscription("billing").setMetadata({ filter: "attributes:a" })).rejects.toMatchObject(
    invalid,
  );
  await expect(pubsub.subscription("billing").seek(new Date())).rejects.toMatchObject({
    code: status.UNIMPLEMENTED,
  });
});

test("a subscription outlives its topic, with what it holds", async () => {
  const { pubsub, server } = await startTestPubSub();
  const [topic] = await pubsub.createTopic("orders");
  const [subscription] = await topic.createSubscription("billing");
  await topic.publishMessage({ data: Buffer.from("kept") });
  await topic.delete();
  expect((await subscription.getMetadata())[0].topic).toBe("_deleted-topic_");
  expect(server.unackedCount(subscription.name)).toBe(1);
});
