import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { bsuidOf } from "../store/customer.ts";
import { appSecret, bandung, lisbon, startTestServer, type TestServer } from "../testing/test-server.ts";
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

function digest(body: string | Buffer): string {
  return `sha256=${createHmac("sha256", appSecret).update(body).digest("hex")}`;
}

describe("registering the webhook", () => {
  test("takes an address that answers the handshake, and sends it what has waited", async () => {
    const unregistered = await startTestServer();
    const wamid = await unregistered.write(customer, "Ada orang?");
    const { status } = await unregistered.call("POST", "/__control/webhook", { url: receiver.url });
    expect(status).toBe(200);
    expect(
      await receiver.until(() => receiver.items().find(({ item }) => item["id"] === wamid)),
    ).toBeDefined();
    await unregistered.close();
  });

  test("refuses an address that does not know the verify token, or cannot be reached", async () => {
    const wrong = await server.call("POST", "/__control/webhook", {
      url: receiver.url,
      verifyToken: "guess",
    });
    expect(wrong.status).toBe(422);
    const nobody = await server.call("POST", "/__control/webhook", { url: "http://127.0.0.1:9/" });
    expect(nobody.status).toBe(422);
    expect((await server.call("GET", "/__control/webhook")).body).toMatchObject({ url: receiver.url });
  });
});

describe("a webhook", () => {
  test("is signed over its raw bytes, which writing the JSON again does not give back", async () => {
    await server.write(customer, "Kopi ☕ 1/2 kg — berapa?");
    const { raw, headers } = await receiver.until(() => receiver.received[0]);
    expect(headers["x-hub-signature-256"]).toBe(digest(raw));
    expect(raw.toString("latin1")).toMatch(/^[\x20-\x7e]*$/);
    expect(raw.toString()).toContain(String.raw`Kopi \u2615 1\/2 kg \u2014`);
    const again = JSON.stringify(JSON.parse(raw.toString()));
    expect(again).toContain("Kopi ☕ 1/2 kg — berapa?");
    expect(digest(again)).not.toBe(headers["x-hub-signature-256"]);
  });

  test("carries a customer's text in Meta's shape", async () => {
    const wamid = await server.write(customer, "Halo", { name: "Sari" });
    const { raw } = await receiver.until(() => receiver.received[0]);
    const userId = bsuidOf(customer, bandung.wabaId);
    expect(JSON.parse(raw.toString())).toEqual({
      object: "whatsapp_business_account",
      entry: [
        {
          id: bandung.wabaId,
          changes: [
            {
              field: "messages",
              value: {
                messaging_product: "whatsapp",
                metadata: {
                  display_phone_number: bandung.displayPhoneNumber,
                  phone_number_id: bandung.phoneNumberId,
                },
                contacts: [{ profile: { name: "Sari" }, wa_id: customer, user_id: userId }],
                messages: [
                  {
                    from: customer,
                    from_user_id: userId,
                    id: wamid,
                    timestamp: expect.stringMatching(/^\d{10}$/) as string,
                    type: "text",
                    text: { body: "Halo" },
                  },
                ],
              },
            },
          ],
        },
      ],
    });
  });

  test("can carry any shape of message, a quote, or a customer without a phone number", async () => {
    await server.call("PUT", `/__phone/customers/${customer}`, { hidesPhone: true, username: "sari" });
    const raw = { type: "order", order: { catalog_id: "7" }, from_user_id: null, extra: 1 };
    await server.write(customer, "", { text: undefined, replyTo: "wamid.gone", raw });
    const { item } = await receiver.until(() => receiver.items()[0]);
    expect(item).toEqual({
      context: { from: customer, id: "wamid.gone" },
      id: expect.stringMatching(/^wamid\./) as string,
      timestamp: expect.any(String) as string,
      type: "order",
      order: { catalog_id: "7" },
      extra: 1,
    });
  });

  test("comes again until it is answered with 200, and only then shows two ticks", async () => {
    receiver.answerWith(503);
    await server.write(customer, "Halo");
    await receiver.until(() => receiver.received.length >= 3);
    expect((await server.chat(customer))[0]?.status).toBe("sent");
    receiver.answerWith(200);
    await expect.poll(async () => (await server.chat(customer))[0]?.status).toBe("delivered");
    expect(new Set(receiver.received.map(({ raw }) => raw.toString())).size).toBe(1);
  });

  test("is dropped in the end when it is never answered with 200", async () => {
    const impatient = await startTestServer({
      webhookUrl: receiver.url,
      retry: { baseMs: 1, maxMs: 1, giveUpAfterMs: 10 },
    });
    receiver.answerWith(500);
    await impatient.write(customer, "Halo");
    const stats = async () => (await impatient.call("GET", "/__control/webhook")).body;
    await expect.poll(stats).toMatchObject({ pending: 0, givenUp: 1 });
    await impatient.close();
  });

  test("goes to nobody for an account that is not subscribed", async () => {
    const path = `/v25.0/${lisbon.wabaId}/subscribed_apps`;
    await server.call("DELETE", path, undefined, lisbon.accessToken);
    await server.write(customer, "Olá", { to: lisbon.phoneNumberId });
    await server.call("POST", path, undefined, lisbon.accessToken);
    const heard = await server.write(customer, "Bom dia", { to: lisbon.phoneNumberId });
    await receiver.until(() => receiver.items().find(({ item }) => item["id"] === heard));
    expect(receiver.items()).toHaveLength(1);
  });
});

describe("statuses", () => {
  test("come as sent, delivered, read, each with the callback data", async () => {
    await server.write(customer, "Halo");
    const { body } = await server.send(`+${customer}`, "Halo juga", {
      biz_opaque_callback_data: "attempt-7",
    });
    const statuses = () => receiver.items().filter(({ kind }) => kind === "status");
    await receiver.until(() => statuses().length === 3);
    const seen = statuses().map(({ item }) => item);
    // They travel concurrently, as Meta's do.
    expect(seen.map(({ status }) => String(status)).toSorted()).toEqual(["delivered", "read", "sent"]);
    for (const item of seen) {
      expect(item).toMatchObject({
        id: body.messages?.[0]?.id,
        recipient_id: customer,
        recipient_user_id: bsuidOf(customer, bandung.wabaId),
        biz_opaque_callback_data: "attempt-7",
      });
    }
    expect((await server.chat(customer)).at(-1)?.status).toBe("read");
  });

  test("wait at sent while the phone is off, and at delivered while nobody reads", async () => {
    await server.write(customer, "Halo");
    await server.call("PUT", `/__phone/customers/${customer}`, { online: false, autoRead: false });
    await server.send(customer, "Satu");
    await expect.poll(async () => (await server.chat(customer)).at(-1)?.status).toBe("sent");
    await server.call("PUT", `/__phone/customers/${customer}`, { online: true });
    await expect.poll(async () => (await server.chat(customer)).at(-1)?.status).toBe("delivered");

    const stop = new AbortController();
    const path = `/__phone/events?customer=${customer}&phoneNumberId=${bandung.phoneNumberId}&open=1`;
    await fetch(`${server.url}${path}`, { signal: stop.signal });
    await expect.poll(async () => (await server.chat(customer)).at(-1)?.status).toBe("read");
    stop.abort();
  });

  test("tell that the 24-hour window is closed, after the send was accepted", async () => {
    const yesterday = Math.floor(Date.now() / 1000) - 86_401;
    await server.write(customer, "Halo", { raw: { timestamp: String(yesterday) } });
    const { status } = await server.send(customer, "Terlambat");
    expect(status).toBe(200);
    const failed = await receiver.until(() =>
      receiver.items().find(({ item }) => item["status"] === "failed"),
    );
    expect(failed.item).toMatchObject({ errors: [{ code: 131047, error_data: {} }] });
    expect(failed.item).not.toHaveProperty("recipient_user_id");

    const template = { name: "come_back", language: { code: "id" } };
    await server.send(customer, "", { type: "template", text: undefined, template });
    await receiver.until(() => receiver.items().some(({ item }) => item["status"] === "read"));
    await server.write(customer, "Masih di sini");
    await server.send(customer, "Bagus");
    await expect.poll(async () => (await server.chat(customer)).at(-1)?.status).toBe("read");
  });
});

async function post(body: object): Promise<unknown> {
  return (await server.call("POST", "/__phone/webhooks", body)).body;
}

test("any body can be posted, signed or not, many times at once", async () => {
  expect(await post({ bodies: [{ object: "page" }, []] })).toEqual({ statuses: [200, 200] });
  expect(await post({ raw: "not json", signature: "wrong" })).toEqual({ statuses: [200] });
  await post({ raw: "{}", signature: "missing" });
  const [, , wrong, missing] = receiver.received;
  expect(wrong?.headers["x-hub-signature-256"]).toMatch(/^sha256=/);
  expect(wrong?.headers["x-hub-signature-256"]).not.toBe(digest("not json"));
  expect(missing?.headers).not.toHaveProperty("x-hub-signature-256");
  receiver.answerWith(401);
  expect(await post({ raw: "{}", copies: 5 })).toEqual({ statuses: [401, 401, 401, 401, 401] });
});
