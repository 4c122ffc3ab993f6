import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { splitWebhook } from "../../../../functions/webhook/split-webhook.ts";
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

async function changeOf(field: string) {
  return receiver.until(() => receiver.changes(field)[0]);
}

describe("news of an account", () => {
  test("has the entry's time and no number of its own", async () => {
    await server.event("number-quality", { event: "DOWNGRADE", limit: "TIER_250" });
    expect(await changeOf("phone_number_quality_update")).toEqual({
      wabaId: bandung.wabaId,
      time: expect.any(Number) as number,
      field: "phone_number_quality_update",
      value: {
        display_phone_number: "62225550101",
        event: "DOWNGRADE",
        max_daily_conversations_per_business: "TIER_250",
      },
    });
  });

  test.each([
    ["ACCOUNT_DELETED", undefined, {}],
    ["ACCOUNT_VIOLATION", "SPAM", { violation_info: { violation_type: "SPAM" } }],
    [
      "ACCOUNT_RESTRICTION",
      "RESTRICTED_CUSTOMER_INITIATED_MESSAGING",
      { restriction_info: [{ restriction_type: "RESTRICTED_CUSTOMER_INITIATED_MESSAGING" }] },
    ],
    ["DISABLED_UPDATE", "REINSTATE", { ban_info: { waba_ban_state: "REINSTATE" } }],
    ["PARTNER_REMOVED", undefined, { waba_info: { waba_id: lisbon.wabaId } }],
  ])("says %s of another number's account", async (event, detail, more) => {
    await server.event("account", { event, detail, number: lisbon.phoneNumberId });
    const { wabaId, value } = await changeOf("account_update");
    expect([wabaId, value]).toMatchObject([lisbon.wabaId, { event, ...more }]);
  });

  test("says what a customer wants, with a number for its time", async () => {
    await server.event("preference", { customer });
    const { value, time } = await changeOf("user_preferences");
    const userId = bsuidOf(customer, bandung.wabaId);
    expect(time).toBeUndefined();
    expect(value).toEqual({
      messaging_product: "whatsapp",
      metadata: {
        display_phone_number: bandung.displayPhoneNumber,
        phone_number_id: bandung.phoneNumberId,
      },
      contacts: [{ profile: { name: "Customer 2333" }, wa_id: customer, user_id: userId }],
      user_preferences: [
        {
          wa_id: customer,
          user_id: userId,
          detail: "User requested to stop marketing messages",
          category: "marketing_messages",
          value: "stop",
          timestamp: expect.any(Number) as number,
        },
      ],
    });
  });

  test("of an account that is not subscribed goes to nobody", async () => {
    await server.call("DELETE", `/v25.0/${lisbon.wabaId}/subscribed_apps`, undefined, lisbon.accessToken);
    await server.event("account", { event: "ACCOUNT_DELETED", number: lisbon.phoneNumberId });
    await server.event("account", { event: "ACCOUNT_VIOLATION" });
    expect((await changeOf("account_update")).wabaId).toBe(bandung.wabaId);
    expect(receiver.received).toHaveLength(1);
  });
});

describe("events on demand", () => {
  type Listed = { events: { name: string; about: string; fields: { required?: string[] } }[] };
  const needed: Record<string, string> = {
    customer,
    to: "628999000111",
    event: "ACCOUNT_DELETED",
    name: "t",
    status: "PAUSED",
    quality: "RED",
    category: "MARKETING",
  };

  test("are listed, and every one can be told and read by who gets it", async () => {
    await server.write(customer, "Halo");
    await server.call(
      "POST",
      `/v25.0/${bandung.wabaId}/message_templates`,
      { name: "t", language: "en", category: "UTILITY", components: [{ type: "BODY", text: "Hi" }] },
      bandung.accessToken,
    );
    const { events } = (await server.call("GET", "/__control/events")).body as Listed;
    expect(events.map(({ name }) => name)).toContain("history");
    for (const { name, fields } of events) {
      const before = receiver.received.length;
      const given = Object.fromEntries((fields.required ?? []).map((field) => [field, needed[field]]));
      await server.event(name, given);
      await receiver.until(() => receiver.received.length > before);
      // The person has moved on.
      if (name === "change-number") needed["customer"] = needed["to"] ?? "";
    }
    const items = receiver.received.flatMap(({ raw }) => splitWebhook(JSON.parse(raw.toString())));
    expect(items.filter(({ kind }) => kind === "rejected")).toEqual([]);
  });

  test("are refused by name, field and number", async () => {
    const post = async (name: string, body: object) =>
      (await server.call("POST", `/__control/events/${name}`, body)).status;
    expect(await post("nothing", {})).toBe(404);
    expect(await post("account", { event: "PARTY" })).toBe(400);
    expect(await post("echo", { customer, colour: "red" })).toBe(400);
    expect(await post("echo", { customer, number: "1" })).toBe(404);
    expect(await post("template-status", { name: "gone", status: "PAUSED" })).toBe(409);
  });
});
