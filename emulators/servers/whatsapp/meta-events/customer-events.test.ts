import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { bsuidOf } from "../store/customer.ts";
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

const unixText = expect.stringMatching(/^\d{10}$/) as string;

/** The message that comes of the event, without what all have in common. */
async function messageOf(name: string, fields: object): Promise<Record<string, unknown>> {
  const { wamid } = await server.event(name, { customer, ...fields });
  const { item } = await receiver.until(() => receiver.items().find(({ item: { id } }) => id === wamid));
  const { id: _id, from, from_user_id: userId, timestamp, ...rest } = item;
  expect([from, userId, timestamp]).toEqual([customer, bsuidOf(customer, bandung.wabaId), unixText]);
  return rest;
}

describe("a customer's message on demand", () => {
  test("comes through an advertisement", async () => {
    expect(await messageOf("advertisement", { text: "Hi", headline: "Sale" })).toEqual({
      type: "text",
      text: { body: "Hi" },
      referral: {
        source_url: expect.stringContaining("https://") as string,
        source_id: expect.any(String) as string,
        source_type: "ad",
        headline: "Sale",
        body: expect.any(String) as string,
        media_type: "image",
        image_url: expect.stringContaining("https://") as string,
        ctwa_clid: expect.any(String) as string,
        welcome_message: { text: expect.any(String) as string },
      },
    });
    expect((await server.chat(customer))[0]?.advertisement?.title).toBe("Sale");
  });

  test("is of a kind that is not conveyed, with or without its name", async () => {
    const error = {
      code: 131051,
      title: "Message type unknown",
      message: "Message type unknown",
      error_data: { details: "Message type is currently not supported." },
      href: expect.any(String) as string,
    };
    expect(await messageOf("unsupported", { type: "poll_creation" })).toEqual({
      type: "unsupported",
      errors: [error],
      unsupported: { type: "poll_creation" },
    });
    expect(await messageOf("unsupported", {})).toEqual({ type: "unsupported", errors: [error] });
  });

  test("is a file that Meta could not fetch", async () => {
    expect(await messageOf("lost-media", { kind: "video" })).toMatchObject({
      type: "video",
      video: {},
      errors: [{ code: 131052 }],
    });
  });

  test("is an order", async () => {
    const fields = { product: "sku-9", quantity: "2", price: "3.5", currency: "EUR", text: "Soon" };
    expect(await messageOf("order", fields)).toEqual({
      type: "order",
      order: {
        catalog_id: expect.any(String) as string,
        text: "Soon",
        product_items: [{ product_retailer_id: "sku-9", quantity: 2, item_price: 3.5, currency: "EUR" }],
      },
    });
  });

  test("allows or refuses calls", async () => {
    const reply = async (fields: object) => {
      const { interactive } = await messageOf("call-permission", fields);
      return (interactive as { call_permission_reply: object }).call_permission_reply;
    };
    expect(await reply({})).toEqual({
      response: "accept",
      is_permanent: false,
      expiration_timestamp: expect.any(Number) as number,
      response_source: "user_action",
    });
    expect(await reply({ permanent: "true" })).not.toHaveProperty("expiration_timestamp");
    expect(await reply({ response: "reject" })).toMatchObject({ response: "reject" });
  });

  test("is written in a group, and is none of the chat's", async () => {
    expect(await messageOf("group-message", { group: "G1", text: "All of you" })).toEqual({
      type: "text",
      text: { body: "All of you" },
      group_id: "G1",
    });
    expect(await server.chat(customer)).toEqual([]);
  });
});

describe("a customer who becomes another", () => {
  const systems = async (count: number) =>
    receiver.until(() => {
      const found = receiver.items().filter(({ item }) => item["type"] === "system");
      return found.length === count && found;
    });

  test("by a new phone number: every number they chat with hears of it, and the chats go on", async () => {
    await server.write(customer, "Halo", { name: "Sari" });
    await server.write(customer, "Olá", { to: lisbon.phoneNumberId });
    await server.event("change-number", { customer, to: "628999000111" });
    const told = await systems(2);
    expect(told.map(({ wabaId }) => wabaId).toSorted()).toEqual([bandung.wabaId, lisbon.wabaId]);
    expect(told.find(({ wabaId }) => wabaId === bandung.wabaId)?.item).toEqual({
      from: customer,
      from_user_id: bsuidOf(customer, bandung.wabaId),
      id: expect.stringMatching(/^wamid\./) as string,
      timestamp: unixText,
      type: "system",
      system: {
        body: `User Sari changed from ${customer} to 628999000111`,
        wa_id: "628999000111",
        type: "user_changed_number",
        user_id: bsuidOf("628999000111", bandung.wabaId),
        previous_user_id: bsuidOf(customer, bandung.wabaId),
      },
    });
    for (const { value } of receiver.changes("messages"))
      if (JSON.stringify(value).includes("system")) expect(value).not.toHaveProperty("contacts");
    expect((await server.chat("628999000111")).map(({ text }) => text)).toEqual(["Halo"]);
    expect(await server.chat(customer)).toEqual([]);
    // The window that the customer opened stays open.
    const { body } = await server.send("628999000111", "Welcome");
    const sent = () =>
      receiver.items().some(({ item }) => item["id"] === body.messages?.[0]?.id && item["status"] === "read");
    await receiver.until(sent);
  });

  test("by a new user id: the old one reaches nobody any more", async () => {
    await server.call("PUT", `/__phone/customers/${customer}`, { hidesPhone: true });
    await server.write(customer, "Halo");
    await server.event("change-user-id", { customer });
    const [told] = await systems(1);
    const { system = {} } = (told?.item ?? {}) as { system?: Record<string, string> };
    expect(system).toMatchObject({
      type: "user_changed_user_id",
      previous_user_id: bsuidOf(customer, bandung.wabaId),
    });
    expect(system).not.toHaveProperty("wa_id");
    expect(told?.item).not.toHaveProperty("from");
    const send = async (recipient: string | undefined) =>
      (await server.send("", "Hi", { to: undefined, recipient })).status;
    expect(await send(system["previous_user_id"])).toBe(400);
    expect(await send(system["user_id"])).toBe(200);
  });
});
