import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { bsuidOf } from "../../emulators/servers/whatsapp/store/customer.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { buildEvent } from "../../shared/testing/builders.ts";
import { createChat } from "../../shared/testing/chat.ts";
import { handle } from "./handle.ts";
import { openSendDesk, type Queued, type SendDesk } from "./testing/send-desk.ts";

const [acme, globex] = seedData;
const context = { attempt: 1, maxAttempts: 20 };
let desk: SendDesk;

beforeAll(async () => {
  desk = await openSendDesk();
});
afterEach(async () => desk.endTest());
afterAll(async () => desk.close());

describe("a queued message", () => {
  test("is sent once, with the attempt's id as callback data, and is counted", async () => {
    const queued = await desk.queue("Opens at 09:00 — see https://acme.example");
    expect(await desk.deliver(queued)).toEqual({ outcome: "accepted" });
    const sends = await desk.sendsTo(queued);
    const message = await desk.stored(queued);
    expect(sends).toHaveLength(1);
    expect(sends[0]).toMatchObject({
      phoneNumberId: acme.outlet.phoneNumberId,
      wamid: message.wamid,
      callbackData: message.attempt_id,
      body: { type: "text", text: { body: "Opens at 09:00 — see https://acme.example", preview_url: false } },
    });
    expect(message).toMatchObject({ status: "accepted", lease_until: null, attempt_count: 1 });
    expect(message.accepted_at).toEqual(message.sent_at);
    expect(desk.timesCounted(queued)).toBe(1);
    expect(
      desk.services.bus.of("conversation.changed").some(({ data }) => data.messageId === queued.messageId),
    ).toBe(true);
  });

  test("delivered twice is sent once", async () => {
    const queued = await desk.queue();
    await desk.deliver(queued);
    expect(await desk.deliver(queued)).toEqual({ outcome: "duplicate", status: "accepted" });
    expect(await desk.sendsTo(queued)).toHaveLength(1);
    expect(desk.timesCounted(queued)).toBe(1);
  });

  test("delivered ten times at once is sent once; the others are told to come again, or that it is done", async () => {
    const queued = await desk.queue();
    await desk.whatsapp.faults({ send: { delayMs: 100 } });
    const results = await Promise.allSettled(Array.from({ length: 10 }, async () => desk.deliver(queued)));
    expect(await desk.sendsTo(queued)).toHaveLength(1);
    expect(results.filter(({ status }) => status === "fulfilled").length).toBeGreaterThanOrEqual(1);
    for (const result of results) {
      if (result.status === "rejected")
        expect(result.reason).toMatchObject({ name: "Retry", code: "in-flight" });
    }
    expect(await desk.deliver(queued)).toEqual({ outcome: "duplicate", status: "accepted" });
    expect(desk.timesCounted(queued)).toBe(1);
  });

  test("goes to a customer of whom only the business-scoped user id is known", async () => {
    const phone = "628990001112";
    await desk.whatsapp.call("PUT", `/__phone/customers/${phone}`, { hidesPhone: true });
    await desk.whatsapp.write(phone, "hello");
    const businessScopedUserId = businessScopedUserIdOf(phone);
    const chat = await createChat(desk.database.db, acme, { businessScopedUserId });
    await chat.customerWrites("When do you open?");
    const queued = { chat: { ...chat, phone }, messageId: await chat.queueReply("At nine.") };
    expect(await desk.deliver(queued)).toEqual({ outcome: "accepted" });
    expect(await desk.sendsTo(queued)).toMatchObject([{ body: { recipient: businessScopedUserId } }]);
  });

  test("of a tenant is not there for another tenant", async () => {
    const queued = await desk.queue();
    const event = buildEvent("message.queued", dataOf(queued), globex.id);
    expect(await handle(event, desk.services, context)).toEqual({ outcome: "gone" });
    expect(await desk.sendsTo(queued)).toEqual([]);
  });
});

test("while Pub/Sub is away the outcome is recorded all the same, and its events wait in the outbox", async () => {
  const queued = await desk.queue();
  desk.services.bus.fail(true);
  expect(await desk.deliver(queued)).toEqual({ outcome: "accepted" });
  expect(await desk.deliver(queued)).toEqual({ outcome: "duplicate", status: "accepted" });
  expect(await desk.sendsTo(queued)).toHaveLength(1);
  const waiting = await desk.database.adminDb.selectFrom("outbox").select("topic").orderBy("topic").execute();
  expect(waiting.map(({ topic }) => topic)).toEqual(["conversation.changed", "usage.recorded"]);
});

test("no log line holds the message's words, the phone number or the token", async () => {
  const queued = await desk.queue("Our secret recipe is cinnamon.");
  await desk.whatsapp.faults({ send: { errors: [{ code: 100, times: 1, to: queued.chat.phone }] } });
  await desk.deliver(queued);
  const lines = JSON.stringify(desk.services.lines);
  expect(lines).not.toMatch(/cinnamon/);
  expect(lines).not.toContain(queued.chat.phone);
  expect(lines).not.toContain(acme.outlet.accessToken);
});

function dataOf({ chat: { conversationId }, messageId }: Queued) {
  return { conversationId, messageId };
}

function businessScopedUserIdOf(phone: string): string {
  return bsuidOf(phone, acme.outlet.businessAccountId);
}

describe("a number that WhatsApp writes in another way", () => {
  test.each([
    ["5531991234567", "553191234567"],
    ["525512345678", "5215512345678"],
  ])("%s is kept, and sent to from then on, as %s", async (given, known) => {
    const { db } = desk.database;
    const chat = await createChat(db, acme, { phone: given });
    await chat.customerWrites("Open?");
    for (const text of ["Yes.", "Until nine."]) {
      const messageId = await chat.queueReply(text, { epoch: null });
      await desk.database.adminDb
        .updateTable("messages")
        .set({ trigger_message_id: null })
        .where("id", "=", messageId)
        .execute();
      expect(await desk.deliver({ chat, messageId })).toEqual({ outcome: "accepted" });
      await desk.database.adminDb.deleteFrom("send_pacing").execute();
    }
    const sends = (await desk.whatsapp.sends()).filter(({ to }) => to === known);
    expect(sends).toMatchObject([{ body: { to: `+${given}` } }, { body: { to: `+${known}` } }]);
    const contact = await desk.database.adminDb
      .selectFrom("contacts")
      .select("wa_id")
      .where("id", "=", chat.contactId)
      .executeTakeFirst();
    expect(contact).toEqual({ wa_id: known });
  });
});
