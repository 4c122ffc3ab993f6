import { expect, test } from "vitest";
import {
  ack,
  project,
  refuse,
  startEndpoint,
  startTestPubSub,
  type PushBody,
  until,
} from "../testing/test-pubsub.ts";

const data = Buffer.from("hello");

async function startWith(pushEndpoint: string, config: object = {}) {
  const started = await startTestPubSub();
  const [topic] = await started.pubsub.createTopic("orders");
  await started.pubsub.createTopic("dead");
  const [subscription] = await topic.createSubscription("billing", { pushEndpoint, ...config });
  return { ...started, topic, subscription };
}

test("a push carries the standard envelope, and its ack empties the backlog", async () => {
  const endpoint = await startEndpoint(ack);
  const { topic, server, subscription } = await startWith(endpoint.url);
  const messageId = await topic.publishMessage({ data, attributes: { a: "b" }, orderingKey: "key" });
  await until(() => expect(server.unackedCount()).toBe(0));
  expect(endpoint.bodies).toEqual([
    {
      message: {
        data: data.toString("base64"),
        attributes: { a: "b" },
        messageId,
        message_id: messageId,
        publishTime: expect.stringMatching(/^\d{4}-.*Z$/),
        publish_time: expect.any(String),
        orderingKey: "key",
      },
      subscription: subscription.name,
    },
  ]);
});

test.each([102, 200, 201, 202, 204])("status %i acks", async (code) => {
  const endpoint = await startEndpoint((_body, response) => {
    if (code === 102) response.writeProcessing();
    else response.writeHead(code).end();
  });
  const { topic, server } = await startWith(endpoint.url);
  await topic.publishMessage({ data });
  await until(() => expect(server.unackedCount()).toBe(0));
  expect(endpoint.bodies).toHaveLength(1);
});

test.each([203, 302, 400, 429, 500])("status %i brings the message back", async (code) => {
  const endpoint = await startEndpoint((_body, response) => {
    response.writeHead(endpoint.bodies.length === 1 ? code : 204).end();
  });
  const { topic, server } = await startWith(endpoint.url);
  await topic.publishMessage({ data });
  await until(() => expect(server.unackedCount()).toBe(0));
  expect(endpoint.bodies).toHaveLength(2);
});

test("deliveryAttempt counts up under a dead-letter policy, with the policy's back-off in between", async () => {
  const times: number[] = [];
  const endpoint = await startEndpoint((body, response) => {
    times.push(performance.now());
    if (times.length < 4) refuse(body, response);
    else ack(body, response);
  });
  const { topic, server } = await startWith(endpoint.url, {
    deadLetterPolicy: { deadLetterTopic: `${project}/topics/dead`, maxDeliveryAttempts: 5 },
    retryPolicy: { minimumBackoff: { nanos: 50_000_000 }, maximumBackoff: { nanos: 80_000_000 } },
  });
  await topic.publishMessage({ data });
  await until(() => expect(server.unackedCount()).toBe(0));
  expect(endpoint.bodies.map(({ deliveryAttempt }) => deliveryAttempt)).toEqual([1, 2, 3, 4]);
  const rests = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  for (const [index, least] of [50, 80, 80].entries()) expect(rests[index]).toBeGreaterThanOrEqual(least);
});

test("an endpoint that refuses connections loses nothing, and spends no delivery attempts", async () => {
  const first = await startEndpoint(ack);
  await first.close();
  const { topic, server } = await startWith(first.url, {
    deadLetterPolicy: { deadLetterTopic: `${project}/topics/dead`, maxDeliveryAttempts: 5 },
    retryPolicy: { minimumBackoff: { nanos: 1_000_000 }, maximumBackoff: { nanos: 1_000_000 } },
  });
  const texts = Array.from({ length: 50 }, (_, index) => `${index}`);
  await Promise.all(texts.map((each) => topic.publishMessage({ data: Buffer.from(each) })));
  expect(server.unackedCount()).toBe(50);
  const second = await startEndpoint(ack, first.port);
  await until(() => expect(server.unackedCount()).toBe(0));
  expect(second.texts().toSorted()).toEqual(texts.toSorted());
  expect(second.bodies.every(({ deliveryAttempt }) => deliveryAttempt === 1)).toBe(true);
});

test("a connection that breaks under a delivery brings the message back", async () => {
  const endpoint = await startEndpoint((body, response) => {
    if (endpoint.bodies.length === 1) response.destroy();
    else ack(body, response);
  });
  const { topic, server } = await startWith(endpoint.url);
  await topic.publishMessage({ data });
  await until(() => expect(server.unackedCount()).toBe(0));
  expect(endpoint.bodies).toHaveLength(2);
});

test("no answer before the ack deadline brings the message back", async () => {
  const endpoint = await startEndpoint((body, response) => {
    if (endpoint.bodies.length > 1) ack(body, response);
  });
  const { topic, server } = await startWith(endpoint.url, { ackDeadlineSeconds: 10 });
  await topic.publishMessage({ data });
  await until(() => expect(server.unackedCount()).toBe(0));
  expect(endpoint.bodies).toHaveLength(2);
});

test("the pushes in flight grow with the acks, up to 64", async () => {
  let open = 0;
  let most = 0;
  const endpoint = await startEndpoint((body, response) => {
    open += 1;
    most = Math.max(most, open);
    setTimeout(() => {
      open -= 1;
      ack(body, response);
    }, 20);
  });
  const { topic, server } = await startWith(endpoint.url);
  const sent = Array.from({ length: 1000 }, () => topic.publishMessage({ data }));
  await Promise.all(sent);
  await until(() => expect(server.unackedCount()).toBe(0));
  expect(most).toBe(64);
  expect(new Set(endpoint.bodies.map(({ message }: PushBody) => message.messageId)).size).toBe(1000);
});

test("a changed endpoint gets what is left", async () => {
  const old = await startEndpoint(refuse);
  const { topic, server, subscription } = await startWith(old.url);
  await topic.publishMessage({ data });
  await until(() => expect(old.bodies).not.toHaveLength(0));
  const fresh = await startEndpoint(ack);
  await subscription.modifyPushConfig({ pushEndpoint: fresh.url });
  await until(() => expect(server.unackedCount()).toBe(0));
  expect(fresh.bodies).toHaveLength(1);
});
