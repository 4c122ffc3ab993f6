import { describe, expect, test } from "vitest";
import { bandung, startTestServer } from "../testing/test-server.ts";
import { startWebhookReceiver } from "../testing/webhook-receiver.ts";
import { createFaultState } from "./fault-state.ts";

const customers = Array.from({ length: 8 }, (_, index) => `62811000000${index}`);
const perCustomer = 6;
const plan = {
  send: { timeoutAfterAcceptRate: 0.2, http500Rate: 0.2, http429Rate: 0.2, hangMs: 1 },
  webhook: { duplicateRate: 0.3, dropStatusRate: 0.3, reorder: 1000, batch: 20, groupWaitMs: 1e9 },
};

/**
 * What became of every send, and what the webhook was told, under the plan. Each customer's sends follow one another,
 * while the customers' among each other come as they come.
 */
async function run(seed: number, order: string[]) {
  const receiver = await startWebhookReceiver();
  const server = await startTestServer({ webhookUrl: receiver.url });
  await server.faults({ seed, ...plan });
  const ends: Record<string, string[]> = {};
  await Promise.all(
    order.map(async (customer) => {
      await server.write(customer, `from ${customer}`);
      const own: string[] = [];
      for (let index = 0; index < perCustomer; index += 1)
        own.push(
          await server.send(customer, String(index)).then(
            ({ status }) => String(status),
            () => "hung up",
          ),
        );
      ends[customer] = own;
    }),
  );
  const accepted = await server.sends();
  await expect
    .poll(async () => (await Promise.all(customers.map(async (each) => server.chat(each)))).flat(), {
      timeout: 10_000,
    })
    .toSatisfy((messages: { direction: string; status: string }[]) =>
      messages.every(({ direction, status }) => direction === "in" || status === "read"),
    );
  await server.call("DELETE", "/__control/faults");
  await receiver.until(() => receiver.received.length > 0);
  await expect
    .poll(async () => (await server.call("GET", "/__control/webhook")).body, { timeout: 10_000 })
    .toMatchObject({ pending: 0, inFlight: 0 });
  const textOf = new Map(accepted.map(({ wamid, to, body }) => [wamid, `${to} ${textIn(body)}`]));
  const told = receiver
    .items()
    .map(({ item }) => `${textOf.get(String(item["id"])) ?? String(item["from"])} ${String(item["status"])}`);
  await server.close();
  await receiver.close();
  return { ends, told };
}

function textIn(body: unknown): string {
  return (body as { text: { body: string } }).text.body;
}

describe("one seed is one run", () => {
  test("whoever comes first: the same sends fail, hang and go through, the same webhooks double and are lost", async () => {
    const first = await run(7, customers);
    const second = await run(7, customers.toReversed());
    expect(second.ends).toEqual(first.ends);
    expect(second.told.toSorted()).toEqual(first.told.toSorted());
    const all = Object.values(first.ends).flat();
    expect(new Set(all)).toEqual(new Set(["200", "500", "429", "hung up"]));
    expect(new Set(first.told).size, "something is doubled").toBeLessThan(first.told.length);
    expect((await run(8, customers)).ends).not.toEqual(first.ends);
  });

  test("now and after every change of this code: fates are pinned", () => {
    const faults = createFaultState(7);
    faults.install(plan);
    const fates = Array.from({ length: 12 }, () => faults.fateOfSend("628110000000").kind);
    expect(fates).toEqual([
      "normal",
      "normal",
      "http429",
      "normal",
      "normal",
      "normal",
      "normal",
      "http429",
      "http500",
      "normal",
      "hang",
      "normal",
    ]);
    const about = `${bandung.phoneNumberId} 628110000000 message`;
    const doubled = Array.from({ length: 12 }, () => faults.hits(0.3, "duplicate", about));
    expect(doubled).toEqual([true, false, false, false, false, false, true, false, true, false, false, true]);
    const ranks = Array.from({ length: 3 }, () => Math.floor(faults.rank(about) * 10_000));
    expect(ranks).toEqual([3587, 7416, 8289]);
  });
});
