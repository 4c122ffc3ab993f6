import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { createChat } from "../../shared/testing/chat.ts";
import { type Arrivals, newPhone, openArrivals, start } from "./testing/arrivals.ts";

const [acme] = seedData;
let arrivals: Arrivals;

beforeAll(async () => {
  arrivals = await openArrivals();
});
afterEach(() => void arrivals.services.bus.events.splice(0));
afterAll(async () => arrivals.close());

describe("what the business writes in its phone app", () => {
  test("is a human's message, takes the conversation from the bot, and is neither answered nor counted", async () => {
    const phone = newPhone();
    await arrivals.arrive({ from: phone });
    arrivals.services.bus.events.splice(0);
    const echo = { from: "622225550", to: phone, text: { body: "We are open" } };
    expect(await arrivals.arrive(echo, { source: "echo", at: 5 })).toMatchObject({
      outcome: "stored",
      handling: "human",
    });
    const [contact] = await arrivals.contactsOf({ phone });
    const messages = await arrivals.messagesOf(contact?.id);
    expect(messages[1]).toMatchObject({
      direction: "outbound",
      sender_type: "agent",
      sender_user_id: null,
      status: "sent",
      body: "We are open",
      handled_by: "human",
    });
    expect(new Set(arrivals.services.bus.events.map(({ topic }) => topic))).toEqual(
      new Set(["conversation.changed"]),
    );
    arrivals.services.bus.events.splice(0);
    expect(await arrivals.arrive({ from: phone }, { at: 9 })).toMatchObject({ handling: "human" });
    expect(arrivals.services.bus.of("reply.requested")).toEqual([]);
  });

  test("makes a draft of the bot stale", async () => {
    const chat = await createChat(arrivals.database.db, acme);
    await chat.customerWrites("open?");
    const draft = await chat.message(await chat.queueReply("Yes"));
    await arrivals.arrive({ from: "622225550", to: chat.phone }, { source: "echo" });
    expect((await chat.conversation()).epoch).toBeGreaterThan(draft.epoch ?? 0);
  });

  test("shows that the number is used there too, of which WhatsApp takes less a second", async () => {
    const outlets = arrivals.database.adminDb;
    const level = async () =>
      outlets
        .selectFrom("outlets")
        .select("throughput_level")
        .where("id", "=", acme.outlet.id)
        .executeTakeFirst();
    await outlets
      .updateTable("outlets")
      .set({ throughput_level: "STANDARD" })
      .where("id", "=", acme.outlet.id)
      .execute();
    await arrivals.arrive({ from: newPhone() });
    expect(await level()).toEqual({ throughput_level: "STANDARD" });
    await arrivals.arrive({ from: "622225550", to: newPhone() }, { source: "echo" });
    expect(await level()).toEqual({ throughput_level: "COEXISTENCE" });
  });

  test("delivered twice is stored once", async () => {
    const phone = newPhone();
    const echo = { id: `wamid.${randomUUID()}`, from: "622225550", to: phone };
    await arrivals.arrive(echo, { source: "echo" });
    expect(await arrivals.arrive(echo, { source: "echo" })).toEqual({ outcome: "duplicate" });
  });

  test("shows the statuses that came before it", async () => {
    const [phone, wamid] = [newPhone(), `wamid.${randomUUID()}`];
    await inTenant(arrivals.database.db, acme.id, async (trx) => {
      const raw = JSON.stringify({ id: wamid, status: "read", timestamp: String(start + 9) });
      await trx
        .insertInto("message_statuses")
        .values({ outlet_id: acme.outlet.id, wamid, status: "read", occurred_at: new Date(), raw })
        .execute();
    });
    await arrivals.arrive({ id: wamid, from: "622225550", to: phone }, { source: "echo" });
    expect(await arrivals.messagesOf((await arrivals.contactsOf({ phone }))[0]?.id)).toMatchObject([
      { status: "read" },
    ]);
  });
});

describe("the history of the phone app", () => {
  test("lies in a closed conversation of its own, of both sides, unanswered and uncounted", async () => {
    const phone = newPhone();
    const contact = { wa_id: phone };
    await arrivals.arrive({ from: phone }, { source: "history", contact, at: -100 });
    const ours = { from: "622225550", to: phone, history_context: { status: "READ" } };
    await arrivals.arrive(ours, { source: "history", contact, at: -90 });
    expect(arrivals.services.bus.events).toEqual([]);
    await arrivals.arrive({ from: phone });
    const messages = await arrivals.messagesOf((await arrivals.contactsOf({ phone }))[0]?.id);
    expect(messages).toMatchObject([
      { direction: "inbound", place: "closed", imported: true },
      { direction: "outbound", sender_type: "agent", status: "read", imported: true },
      { direction: "inbound", place: "open", imported: false },
    ]);
    expect(new Set(messages.map((message) => message.conversation_id)).size).toBe(2);
  });

  test("gives a file its place first, and the file when that comes", async () => {
    const [phone, id] = [newPhone(), `wamid.${randomUUID()}`];
    const more = { source: "history", contact: { wa_id: phone } } as const;
    await arrivals.arrive({ id, from: phone, type: "media_placeholder" }, more);
    const image = { id, from: phone, type: "image", image: { id: "M1", mime_type: "image/jpeg" } };
    expect((await arrivals.arrive(image, more)).outcome).toBe("imported");
    expect((await arrivals.arrive({ id, from: phone, type: "media_placeholder" }, more)).outcome).toBe(
      "duplicate",
    );
    expect(await arrivals.messagesOf((await arrivals.contactsOf({ phone }))[0]?.id)).toMatchObject([
      { type: "image" },
    ]);
    expect(arrivals.services.bus.of("media.received")).toMatchObject([{ data: { mediaId: "M1" } }]);
  });

  test("does not keep a message from being answered that comes as news too", async () => {
    const [phone, id] = [newPhone(), `wamid.${randomUUID()}`];
    await arrivals.arrive({ id, from: phone }, { source: "history", contact: { wa_id: phone } });
    expect(await arrivals.arrive({ id, from: phone })).toMatchObject({ outcome: "stored", handling: "bot" });
    expect(await arrivals.arrive({ id, from: phone })).toEqual({ outcome: "duplicate" });
    expect(await arrivals.messagesOf((await arrivals.contactsOf({ phone }))[0]?.id)).toMatchObject([
      { place: "open", epoch: 1 },
    ]);
  });

  test("gives a file its time from when it comes, for it may be older than Meta keeps files", async () => {
    const phone = newPhone();
    const image = { from: phone, type: "image", image: { id: "M2" } };
    await arrivals.arrive(image, { source: "history", contact: { wa_id: phone }, at: -14 * 24 * 3_600 });
    const [message] = await arrivals.messagesOf((await arrivals.contactsOf({ phone }))[0]?.id);
    const file = await arrivals.database.adminDb
      .selectFrom("message_media")
      .select("expires_at")
      .where("message_id", "=", message?.id ?? "")
      .executeTakeFirstOrThrow();
    expect(file.expires_at).toEqual(new Date((message?.received_at?.getTime() ?? 0) + 7 * 24 * 3_600_000));
  });
});
