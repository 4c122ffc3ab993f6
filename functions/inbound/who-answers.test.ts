import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { seedData, type SeedTenant } from "../../shared/testing/examples/seed-data.ts";
import { type Arrivals, newPhone, openArrivals } from "./testing/arrivals.ts";

const [acme, globex] = seedData;
let arrivals: Arrivals;

beforeAll(async () => {
  arrivals = await openArrivals();
});
afterEach(() => {
  arrivals.services.bus.fail(false);
  arrivals.services.bus.events.splice(0);
});
afterAll(async () => arrivals.close());

describe("who answers", () => {
  async function handlingOf(overrides: Record<string, unknown>, tenant: SeedTenant = acme) {
    const { phoneNumberId, businessAccountId: wabaId } = tenant.outlet;
    const { outcome } = await arrivals.say(overrides, { phoneNumberId, wabaId });
    return outcome["handling"];
  }

  test("a reaction shows on its message, asks for no reply, and leaves an answer on its way valid", async () => {
    const phone = newPhone();
    const { message } = await arrivals.say({ from: phone });
    arrivals.services.bus.events.splice(0);
    const reaction = {
      type: "reaction",
      text: undefined,
      reaction: { message_id: message["id"], emoji: "👍" },
    };
    expect((await arrivals.say({ from: phone, ...reaction })).outcome).toMatchObject({ outcome: "joined" });
    const { conversations, messages } = await arrivals.stored({ phone });
    expect(messages).toMatchObject([{ reactions: [{ from: "customer", emoji: "👍" }] }]);
    expect(conversations).toMatchObject([{ epoch: 1, last_customer_message_id: messages[0]?.id }]);
    expect(arrivals.services.bus.events.map(({ topic }) => topic)).toEqual(["conversation.changed"]);
  });

  test("a conversation with a human gets no reply of the bot", async () => {
    const phone = newPhone();
    await arrivals.say({ from: phone });
    await arrivals.database.adminDb
      .updateTable("conversations")
      .set({ handled_by: "human" })
      .where("contact_id", "=", (await arrivals.stored({ phone })).contacts[0]?.id ?? "")
      .execute();
    arrivals.services.bus.events.splice(0);
    expect(await handlingOf({ from: phone })).toBe("human");
    expect(arrivals.services.bus.of("reply.requested")).toEqual([]);
    expect(arrivals.services.bus.of("conversation.changed")).toHaveLength(1);
  });

  test("a message that comes when its window is over is stored, also a consent word is heard, and nobody answers", async () => {
    const phone = newPhone();
    const timestamp = String(Math.floor(Date.now() / 1000) - 25 * 3600);
    expect(await handlingOf({ from: phone, timestamp })).toBe("nobody");
    expect(await handlingOf({ from: phone, timestamp, text: { body: "STOP" } })).toBe("nobody");
    expect((await arrivals.stored({ phone })).messages).toHaveLength(2);
    const consents = await arrivals.database.adminDb
      .selectFrom("consents")
      .innerJoin("contacts", "contacts.id", "consents.contact_id")
      .select("action")
      .where("contacts.phone", "=", phone)
      .execute();
    expect(consents).toEqual([{ action: "opt_out" }]);
    for (const topic of ["reply.requested", "message.queued"] as const)
      expect(arrivals.services.bus.of(topic)).toEqual([]);
  });

  test("a blocked customer is stored, and answered by nobody", async () => {
    const phone = newPhone();
    await arrivals.say({ from: phone });
    await arrivals.database.adminDb
      .updateTable("contacts")
      .set({ blocked: true })
      .where("phone", "=", phone)
      .execute();
    arrivals.services.bus.events.splice(0);
    expect(await handlingOf({ from: phone })).toBe("nobody");
    expect((await arrivals.stored({ phone })).messages).toHaveLength(2);
    expect(arrivals.services.bus.of("reply.requested")).toEqual([]);
  });

  test("a suspended tenant's customers are stored for its people, and the bot keeps still", async () => {
    const setStatus = async (status: "active" | "suspended") =>
      arrivals.database.adminDb.updateTable("tenants").set({ status }).where("id", "=", globex.id).execute();
    const phone = newPhone();
    await setStatus("suspended");
    expect(await handlingOf({ from: phone }, globex)).toBe("human");
    expect(arrivals.services.bus.of("reply.requested")).toEqual([]);
    await setStatus("active");
    expect(await handlingOf({ from: phone }, globex)).toBe("bot");
    expect((await arrivals.stored({ phone })).messages).toHaveLength(2);
  });

  test.each([
    ["image", "[image] this one?", { image: { id: "1", mime_type: "image/jpeg", caption: "this one?" } }],
    ["audio", "[voice message]", { audio: { id: "1", mime_type: "audio/ogg", voice: true } }],
    ["location", "[location] (1, 2)", { location: { latitude: 1, longitude: 2 } }],
    ["interactive", "[interactive] error 131000", { errors: [{ code: 131000 }] }],
    ["unsupported", "[unsupported] error 131051", { errors: [{ code: 131051 }] }],
    ["hologram", "[hologram]", { hologram: {} }],
  ])("a message of type %s is stored as %s and whole, and asks for a reply", async (type, body, content) => {
    const phone = newPhone();
    expect(await handlingOf({ from: phone, type, text: undefined, ...content })).toBe("bot");
    expect((await arrivals.stored({ phone })).messages).toMatchObject([
      { type, body, raw: { type, ...content } },
    ]);
  });
});
