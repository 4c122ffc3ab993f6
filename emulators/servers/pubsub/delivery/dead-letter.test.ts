import { expect, test } from "vitest";
import { ack, project, refuse, startEndpoint, startTestPubSub, text, until } from "../testing/test-pubsub.ts";

const deadLetterPolicy = { deadLetterTopic: `${project}/topics/dead`, maxDeliveryAttempts: 5 };
const retryPolicy = { minimumBackoff: { nanos: 1_000_000 }, maximumBackoff: { nanos: 1_000_000 } };

test("after its last attempt a message goes to the dead-letter topic and says where it comes from", async () => {
  const failing = await startEndpoint(refuse);
  const graveyard = await startEndpoint(ack);
  const { pubsub, server } = await startTestPubSub();
  const [dead] = await pubsub.createTopic("dead");
  await dead.createSubscription("graveyard", { pushEndpoint: graveyard.url });
  await pubsub.createTopic("orders");
  const orders = pubsub.topic("orders", { messageOrdering: true });
  const pushEndpoint = failing.url;
  await orders.createSubscription("billing", {
    pushEndpoint,
    deadLetterPolicy,
    retryPolicy,
    enableMessageOrdering: true,
  });
  await orders.publishMessage({ data: Buffer.from("first"), attributes: { a: "b" }, orderingKey: "key" });
  await orders.publishMessage({ data: Buffer.from("second"), orderingKey: "key" });
  await until(() => expect(graveyard.bodies).toHaveLength(2));
  await until(() => expect(server.unackedCount()).toBe(0));
  expect(failing.bodies.map((body) => `${text(body)} ${body.deliveryAttempt}`)).toEqual(
    ["first", "second"].flatMap((each) => [1, 2, 3, 4, 5].map((attempt) => `${each} ${attempt}`)),
  );
  expect(graveyard.bodies.map(text)).toEqual(["first", "second"]);
  expect(graveyard.bodies[0]?.message.attributes).toEqual({
    a: "b",
    CloudPubSubDeadLetterSourceDeliveryCount: "5",
    CloudPubSubDeadLetterSourceSubscription: "billing",
    CloudPubSubDeadLetterSourceSubscriptionProject: "test",
    CloudPubSubDeadLetterSourceTopicPublishTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
  });
});

test("while the dead-letter topic is missing the message stays and is tried on", async () => {
  const failing = await startEndpoint(refuse);
  const { pubsub, server } = await startTestPubSub();
  const [dead] = await pubsub.createTopic("dead");
  const [orders] = await pubsub.createTopic("orders");
  await orders.createSubscription("billing", { pushEndpoint: failing.url, deadLetterPolicy, retryPolicy });
  await dead.delete();
  await orders.publishMessage({ data: Buffer.from("kept") });
  await until(() => expect(failing.bodies.length).toBeGreaterThan(7));
  expect(server.unackedCount()).toBe(1);
});
