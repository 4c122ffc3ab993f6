import { expect, test } from "vitest";
import {
  ack,
  refuse,
  startEndpoint,
  startTestPubSub,
  text,
  type PushBody,
  until,
} from "../testing/test-pubsub.ts";

async function startOrdered(respond: Parameters<typeof startEndpoint>[0]) {
  const endpoint = await startEndpoint(respond);
  const { pubsub, server } = await startTestPubSub();
  await pubsub.createTopic("chat");
  const topic = pubsub.topic("chat", { messageOrdering: true });
  await topic.createSubscription("inbound", { pushEndpoint: endpoint.url, enableMessageOrdering: true });
  const publish = async (key: string, ...texts: string[]): Promise<void> => {
    const sent = texts.map((each) => topic.publishMessage({ data: Buffer.from(each), orderingKey: key }));
    await Promise.all(sent);
  };
  return { endpoint, server, publish };
}

const numbers = Array.from({ length: 40 }, (_, index) => `${index}`);

test("the messages of a key arrive one at a time and in order, while keys go side by side", async () => {
  const open = new Map<string, number>();
  let mostKeys = 0;
  const held: (() => void)[] = [];
  const { endpoint, server, publish } = await startOrdered((body, response) => {
    const key = body.message.orderingKey ?? "";
    open.set(key, (open.get(key) ?? 0) + 1);
    expect(open.get(key)).toBe(1);
    mostKeys = Math.max(mostKeys, open.size);
    const finish = (): void => {
      open.delete(key);
      ack(body, response);
    };
    // The first of each key waits for those of the other keys: they must be out at the same time.
    if (text(body) !== "0") return finish();
    held.push(finish);
    if (held.length === 3) for (const each of held) each();
  });
  await Promise.all(["a", "b", "c"].map((key) => publish(key, ...numbers)));
  await until(() => expect(server.unackedCount()).toBe(0));
  expect(mostKeys).toBe(3);
  for (const key of ["a", "b", "c"]) {
    expect(endpoint.bodies.filter(({ message }) => message.orderingKey === key).map(text)).toEqual(numbers);
  }
});

test("a refused message holds back its key and no other, and comes again before its successors", async () => {
  let isBroken = true;
  const { endpoint, server, publish } = await startOrdered((body: PushBody, response) => {
    if (isBroken && text(body) === "bad") refuse(body, response);
    else ack(body, response);
  });
  await publish("a", "bad", "a2", "a3");
  await publish("b", "b1", "b2");
  await until(() => expect(endpoint.texts().filter((each) => each === "bad").length).toBeGreaterThan(1));
  await until(() => expect(server.unackedCount()).toBe(3));
  expect(endpoint.texts()).toContain("b2");
  expect(endpoint.texts()).not.toContain("a2");
  isBroken = false;
  await until(() => expect(server.unackedCount()).toBe(0));
  expect(endpoint.texts().slice(-3)).toEqual(["bad", "a2", "a3"]);
});
