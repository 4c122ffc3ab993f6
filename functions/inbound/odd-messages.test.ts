import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { DataOf } from "../../shared/contracts/topics.ts";
import { type Arrivals, newPhone, openArrivals } from "./testing/arrivals.ts";

let arrivals: Arrivals;

beforeAll(async () => {
  arrivals = await openArrivals();
});
afterEach(() => {
  arrivals.services.bus.fail(false);
  arrivals.services.bus.events.splice(0);
});
afterAll(async () => arrivals.close());

describe("what cannot be taken for a customer's message", () => {
  test.each<[string, string, Record<string, unknown>, Partial<DataOf<"message.received">>]>([
    ["unknown-number", "to a number of no outlet", {}, { phoneNumberId: "999" }],
    ["no-sender", "from nobody", { from: undefined }, {}],
    ["no-sender", "from what is no phone", { from: "0123456789" }, {}],
    ["no-sender", "without id", { id: undefined }, {}],
    ["no-sender", "by the business to nobody", { from: "6222555010" }, { source: "echo" }],
    ["no-sender", "of long ago, of nobody's thread", {}, { source: "history" }],
  ])("is refused for good as %s: %s", async (code, _what, overrides, change) => {
    const before = await arrivals.database.adminDb.selectFrom("messages").select("id").execute();
    await expect(arrivals.say(overrides, change)).rejects.toMatchObject({ name: "Permanent", code });
    expect(await arrivals.database.adminDb.selectFrom("messages").select("id").execute()).toEqual(before);
    expect(arrivals.services.bus.events).toEqual([]);
  });

  test("is refused without a word of it in the reason", async () => {
    const error: unknown = await arrivals
      .say({ from: "0123456789", text: { body: "secret" } })
      .catch((thrown: unknown) => thrown);
    expect(String(error)).not.toMatch(/secret|0123456789/);
  });
});

describe("odd content", () => {
  test("that no Postgres text can hold is stored with a mark in its place", async () => {
    const phone = newPhone();
    const [odd, kept] = ["a\0b\uD83Dc\uDC4B", "a\uFFFDb\uFFFDc\uFFFD"];
    const contact = { wa_id: phone, profile: { name: odd, username: odd } };
    await arrivals.say({ from: phone, text: { body: odd }, context: { id: odd }, [odd]: odd }, { contact });
    const { contacts, messages } = await arrivals.stored({ phone });
    expect(contacts).toMatchObject([{ profile_name: kept, username: kept }]);
    expect(messages).toMatchObject([
      // An id that cannot be one names no message.
      { body: kept, context_wamid: null, raw: { text: { body: kept }, [kept]: kept } },
    ]);
    await arrivals.say({ from: phone, type: odd }, { contact });
    expect((await arrivals.stored({ phone })).messages[1]).toMatchObject({ type: kept });
  });

  const receivedAt = "2026-11-20T10:00:00.000Z";
  test.each([
    ["is missing", undefined, receivedAt],
    ["is no time", "yesterday", receivedAt],
    ["is nothing", "0", receivedAt],
    ["is out of every range", "99999999999999999", receivedAt],
    ["lies in the future", String(Date.parse(receivedAt) / 1000 + 3_600), receivedAt],
    ["is a number instead of text", Date.parse(receivedAt) / 1000 - 60, "2026-11-20T09:59:00.000Z"],
    ["is good", String(Date.parse(receivedAt) / 1000 - 60), "2026-11-20T09:59:00.000Z"],
  ])("is sorted by its time, or by ours where Meta's %s", async (_what, timestamp, sentAt) => {
    const phone = newPhone();
    await arrivals.say({ from: phone, timestamp }, { receivedAt });
    const { conversations, messages } = await arrivals.stored({ phone });
    expect(messages).toMatchObject([{ sent_at: new Date(sentAt), received_at: new Date(receivedAt) }]);
    expect(conversations).toMatchObject([{ last_customer_message_at: new Date(sentAt) }]);
  });

  test("that comes late does not move the conversation's clock back", async () => {
    const phone = newPhone();
    const at = Math.floor(Date.now() / 1000);
    await arrivals.say({ from: phone, timestamp: String(at) });
    await arrivals.say({ from: phone, timestamp: String(at - 300) });
    expect((await arrivals.stored({ phone })).conversations).toMatchObject([
      { last_customer_message_at: new Date(at * 1000), last_message_at: new Date(at * 1000) },
    ]);
  });
});
