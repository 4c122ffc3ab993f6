import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { bandung, lisbon, startTestServer, type TestServer } from "../testing/test-server.ts";
import { startWebhookReceiver, type WebhookReceiver } from "../testing/webhook-receiver.ts";

const customer = "628111222333";
let receiver: WebhookReceiver;
let server: TestServer;

beforeEach(async () => {
  receiver = await startWebhookReceiver();
  server = await startTestServer({ webhookUrl: receiver.url });
});
afterEach(async () => {
  await server.close();
  await receiver.close();
});

/** Texts of the customers' messages as they arrived under the plan, on a fresh server; groups end with the plan. */
async function arrivals(
  seed: number,
  webhook: object,
  customers: string[],
  count: number,
): Promise<string[]> {
  const end = await startWebhookReceiver();
  const fresh = await startTestServer({ webhookUrl: end.url });
  await fresh.faults({ seed, webhook: { ...webhook, groupWaitMs: 1e9 } });
  for (const from of customers) await fresh.write(from, `from ${from}`);
  await fresh.call("DELETE", "/__control/faults");
  await end.until(() => end.items().length >= count);
  await fresh.close();
  await end.close();
  return end.items().map(({ item }) => (item["text"] as { body: string }).body);
}

const crowd = Array.from({ length: 12 }, (_, index) => `6281100000${index + 10}`);

describe("webhook faults", () => {
  test("reorder shuffles, the same way for the same seed", async () => {
    const inOrder = crowd.map((from) => `from ${from}`);
    const first = await arrivals(5, { reorder: 12 }, crowd, 12);
    expect(first).not.toEqual(inOrder);
    expect(first.toSorted()).toEqual(inOrder);
    expect(await arrivals(5, { reorder: 12 }, crowd, 12)).toEqual(first);
    expect(await arrivals(6, { reorder: 12 }, crowd, 12)).not.toEqual(first);
  });

  test("duplicateRate doubles a share, the same ones for the same seed, whoever writes first", async () => {
    await server.faults({ webhook: { duplicateRate: 1 } });
    const wamid = await server.write(customer, "Halo");
    await receiver.until(() => receiver.received.length === 2);
    expect(receiver.items().map(({ item }) => item["id"])).toEqual([wamid, wamid]);

    const half = { duplicateRate: 0.5, batch: 100 };
    const first = (await arrivals(1, half, crowd, 13)).toSorted();
    expect(first.length).toBeGreaterThan(12);
    expect(first.length).toBeLessThan(24);
    expect((await arrivals(1, half, crowd.toReversed(), 13)).toSorted()).toEqual(first);
  });

  test("batch puts updates of several numbers and accounts into one body", async () => {
    await server.faults({ webhook: { batch: 4, groupWaitMs: 1e9 } });
    await server.write(customer, "Satu");
    await server.write("351900111222", "Um", { to: lisbon.phoneNumberId });
    await server.write("351900111333", "Dois", { to: lisbon.phoneNumberId });
    await server.write(customer, "Dua");
    const { raw, items } = await receiver.until(() => receiver.received[0]);
    expect(items.map(({ wabaId }) => wabaId)).toEqual([
      bandung.wabaId,
      lisbon.wabaId,
      lisbon.wabaId,
      bandung.wabaId,
    ]);
    const { entry } = JSON.parse(raw.toString()) as { entry: { changes: unknown[] }[] };
    expect(entry.map(({ changes }) => changes.length)).toEqual([1, 1, 1]);
    await expect.poll(async () => (await server.chat(customer))[0]?.status).toBe("delivered");
  });

  test("an incomplete group is sent after a short wait, and when the plan ends", async () => {
    await server.faults({ webhook: { batch: 100, groupWaitMs: 5 } });
    await server.write(customer, "Satu");
    await receiver.until(() => receiver.items().length === 1);
    await server.faults({ webhook: { batch: 100, groupWaitMs: 1e9 } });
    await server.write(customer, "Dua");
    await server.call("DELETE", "/__control/faults");
    await receiver.until(() => receiver.items().length === 2);
  });

  test("dropStatusRate keeps statuses back, never messages", async () => {
    await server.faults({ webhook: { dropStatusRate: 1 } });
    await server.write(customer, "Halo");
    await server.send(customer, "Halo juga");
    await expect.poll(async () => (await server.chat(customer)).at(-1)?.status).toBe("read");
    await server.call("DELETE", "/__control/faults");
    await server.send(customer, "Lagi");
    await receiver.until(() => receiver.items().length === 4);
    expect(receiver.items().map(({ kind }) => kind)).toEqual(["message", "status", "status", "status"]);
  });

  test("delayMs holds webhooks back", async () => {
    await server.faults({ webhook: { delayMs: 1e8 } });
    await server.write(customer, "Halo");
    await server.call("DELETE", "/__control/faults");
    const second = await server.write(customer, "Lagi");
    await receiver.until(() => receiver.items().find(({ item }) => item["id"] === second));
    expect(receiver.items()).toHaveLength(1);
    expect((await server.call("GET", "/__control/webhook")).body).toMatchObject({ pending: 1 });
  });
});

describe("send faults", () => {
  beforeEach(async () => {
    await server.write(customer, "Halo");
  });

  test("errors refuse with any code and HTTP status, so many times, for one customer", async () => {
    await server.faults({
      send: {
        errors: [
          { code: 130429, status: 429, times: 1, to: customer },
          { code: 131000, times: 1, to: customer },
        ],
      },
    });
    expect((await server.send("628999", "Lain")).status).toBe(200);
    const first = await server.send(customer, "Satu");
    expect([first.status, first.body.error?.code]).toEqual([429, 130429]);
    const second = await server.send(customer, "Satu");
    expect([second.status, second.body.error?.code]).toEqual([500, 131000]);
    expect((await server.send(customer, "Satu")).status).toBe(200);
    expect((await server.sends()).map(({ to }) => to)).toEqual(["628999", customer]);
  });

  test("an async error is told by a failed status", async () => {
    await server.faults({ send: { errors: [{ code: 131026, async: true }] } });
    const { body } = await server.send(customer, "Satu", { biz_opaque_callback_data: "a1" });
    const { item } = await receiver.until(() => receiver.items().find(({ kind }) => kind === "status"));
    expect(item).toMatchObject({
      id: body.messages?.[0]?.id,
      status: "failed",
      biz_opaque_callback_data: "a1",
      errors: [{ code: 131026 }],
    });
  });

  test("timeoutAfterAccept takes the message and tears the connection down without an answer", async () => {
    await server.faults({ send: { timeoutAfterAccept: { times: 1 }, hangMs: 5 } });
    await expect(server.send(customer, "Satu", { biz_opaque_callback_data: "a1" })).rejects.toThrow(
      "fetch failed",
    );
    const [send] = await server.sends();
    expect(send).toMatchObject({ to: customer, callbackData: "a1" });
    await receiver.until(() =>
      receiver.items().some(({ item }) => item["status"] === "read" && item["id"] === send?.wamid),
    );
    expect((await server.send(customer, "Dua")).status).toBe(200);
  });

  test("rates hit a share of the sends, the same ones for the same seed", async () => {
    const outcomes = async (seed: number) => {
      await server.faults({ seed, send: { http500Rate: 0.4, http429Rate: 0.4 } });
      const statuses: number[] = [];
      for (let index = 0; index < 30; index += 1) statuses.push((await server.send(customer, "x")).status);
      return statuses;
    };
    const first = await outcomes(3);
    expect([...new Set(first)].toSorted((a, b) => a - b)).toEqual([200, 429, 500]);
    expect(await outcomes(3)).toEqual(first);
    expect(await outcomes(4)).not.toEqual(first);
    await server.faults({ send: { timeoutAfterAcceptRate: 1, hangMs: 1 } });
    await expect(server.send(customer, "x")).rejects.toThrow("fetch failed");
  });

  test("a plan with a misspelt fault is refused", async () => {
    const { status } = await server.call("POST", "/__control/faults", { webhook: { duplicatRate: 1 } });
    expect(status).toBe(400);
  });
});

test("throughput and pair rate are limited when asked for", async () => {
  const paired = await startTestServer({ limits: { pair: { burst: 2, everyMs: 60_000 } } });
  for (const expected of [200, 200, 400]) expect((await paired.send(customer, "x")).status).toBe(expected);
  expect((await paired.send(customer, "x")).body.error?.code).toBe(131056);
  expect((await paired.send("62899900", "x")).status).toBe(200);
  await paired.close();

  const limited = await startTestServer({ limits: { perSecond: 1 } });
  const sends = await Promise.all(crowd.map(async (to) => limited.send(to, "x")));
  expect(sends.map(({ status }) => status)).toContain(200);
  expect(sends.map(({ body }) => body.error?.code)).toContain(130429);
  await limited.close();
});
