import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getTestServer } from "@google-cloud/functions-framework/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildDelivery } from "../testing/builders.ts";
import type { Delivery } from "./decode-delivery.ts";
import { onDelivery } from "./on-delivery.ts";
import { compose } from "./services.ts";

const handled: Delivery[] = [];
let server: Server;
let url: string;

beforeAll(async () => {
  Object.assign(process.env, {
    GOOGLE_CLOUD_PROJECT: "test",
    LOG_LEVEL: "silent",
    DATABASE_URL: "postgres://crm_app@127.0.0.1:1/none",
  });
  onDelivery(compose("dead-letters", {}), () => async (delivery) => {
    handled.push(delivery);
    return Number(delivery.message.attributes["answer"]);
  });
  server = getTestServer("deadLetters") as Server;
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => void server.close(resolve));
});

async function push(body: string): Promise<number> {
  const answer = await fetch(url, { method: "POST", body, headers: { "content-type": "application/json" } });
  expect(await answer.text()).toBe("");
  return answer.status;
}

test.each([204, 503, 500])("Pub/Sub is answered what the handler decides: %d", async (status) => {
  const delivery = buildDelivery({ a: "👋" }, { attributes: { answer: String(status) }, attempt: 4 });
  expect(await push(JSON.stringify(delivery))).toBe(status);
  expect(handled.at(-1)).toEqual(delivery);
});

test("what is longer than any message of Pub/Sub is refused, and not handled", async () => {
  const before = handled.length;
  const delivery = buildDelivery("x".repeat(12 * 1024 * 1024));
  expect(await push(JSON.stringify(delivery))).toBe(413);
  expect(handled).toHaveLength(before);
});

test.each(["", "{}", "[]", '{"message":{}}', '{"message":'])(
  "what is no push of Pub/Sub is refused, and not handled: %s",
  async (body) => {
    const before = handled.length;
    expect(await push(body)).toBe(400);
    expect(handled).toHaveLength(before);
  },
);
