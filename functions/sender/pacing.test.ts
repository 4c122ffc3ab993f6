import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import type { Chat } from "../../shared/testing/chat.ts";
import { instead } from "../../shared/testing/instead.ts";
import { openSendDesk, type SendDesk } from "./testing/send-desk.ts";

const [acme] = seedData;
let desk: SendDesk;

beforeAll(async () => {
  desk = await openSendDesk();
});
afterEach(async () => {
  await desk.database.adminDb.updateTable("outlets").set({ throughput_level: "STANDARD" }).execute();
  await desk.endTest();
});
afterAll(async () => desk.close());

const start = Date.now();

/** Delivers at so many milliseconds from the start; resolves to the outcome, or the code of the retry. */
async function deliver(chat: Chat, messageId: string, atMs = 0, attempt = 1): Promise<unknown> {
  const given = instead(desk.services, { now: () => new Date(start + atMs) });
  return desk.deliver({ chat, messageId }, given, attempt).then(
    ({ outcome }) => outcome,
    (error: unknown) => (error as { code: string }).code,
  );
}

async function chatWithReplies(count: number): Promise<{ chat: Chat; ids: string[] }> {
  const chat = await desk.newChat();
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    // Notices: the fence is another test's.
    const trigger = await chat.customerWrites("And?", { isTurn: false });
    ids.push(await chat.queueReply(`Reply ${index}`, { epoch: null, triggerMessageId: trigger.id }));
  }
  return { chat, ids };
}

async function textsTo(chat: Chat): Promise<unknown[]> {
  const sends = await desk.sendsTo({ chat });
  return sends.map(({ body }) => (body as { text?: { body?: string } }).text?.body);
}

async function slotOf(chat: Chat, messageId: string): Promise<number | undefined> {
  const { slot_at: at } = await chat.message(messageId);
  return at === null ? undefined : at.getTime() - start;
}

describe("the order of a conversation", () => {
  test("whichever event comes first, what was written first goes first", async () => {
    const { chat, ids } = await chatWithReplies(3);
    const [first = "", second = "", third = ""] = ids;
    expect(await deliver(chat, third)).toBe("accepted");
    expect(await textsTo(chat)).toEqual(["Reply 0", "Reply 1", "Reply 2"]);
    expect([await deliver(chat, first), await deliver(chat, second)]).toEqual(["duplicate", "duplicate"]);
  });

  test("delivered all at once, they arrive in order, each once", async () => {
    const { chat, ids } = await chatWithReplies(5);
    const pending = new Set(ids.toReversed());
    while (pending.size > 0) {
      const outcomes = await Promise.all(
        [...pending].map(async (id) => [id, await deliver(chat, id)] as const),
      );
      for (const [id, outcome] of outcomes) {
        if (outcome === "accepted" || outcome === "duplicate") pending.delete(id);
        else expect(outcome).toBe("in-flight");
      }
    }
    expect(await textsTo(chat)).toEqual(ids.map((_, index) => `Reply ${index}`));
  });

  test("one that waits for its time holds back what was written after it, for that customer only", async () => {
    const { chat, ids } = await chatWithReplies(2);
    const [first = "", second = ""] = ids;
    await desk.whatsapp.faults({ send: { errors: [{ code: 131056, times: 1, to: chat.phone }] } });
    expect(await deliver(chat, first)).toBe("error 131056");
    expect(await deliver(chat, second)).toBe("not-yet");
    const other = await chatWithReplies(1);
    expect(await deliver(other.chat, other.ids[0] ?? "")).toBe("accepted");
    expect(await deliver(chat, second, 60_000)).toBe("accepted");
    expect(await textsTo(chat)).toEqual(["Reply 0", "Reply 1"]);
  });

  test("an unknown outcome before it holds up nothing", async () => {
    const { chat, ids } = await chatWithReplies(2);
    await desk.whatsapp.faults({ send: { http500: { times: 1 } } });
    expect(await deliver(chat, ids[0] ?? "")).toBe("unknown");
    expect(await deliver(chat, ids[1] ?? "")).toBe("accepted");
  });
});

describe("WhatsApp's limits", () => {
  test("one customer gets 45 at once, then one in 6 seconds", async () => {
    const { chat, ids } = await chatWithReplies(48);
    for (const id of ids.slice(0, 45)) expect(await deliver(chat, id)).toBe("accepted");
    const [next = "", last = ""] = ids.slice(45);
    expect(await deliver(chat, next)).toBe("paced");
    expect(await slotOf(chat, next)).toBe(6_000);
    expect(await deliver(chat, next, 5_999)).toBe("not-yet");
    expect(await deliver(chat, last, 6_000)).toBe("paced");
    expect(await slotOf(chat, last)).toBe(12_000);
    expect(await textsTo(chat)).toHaveLength(46);
  });

  test("a number goes at its own rate, whoever sends, and a turn once given is kept", async () => {
    await desk.database.adminDb
      .updateTable("outlets")
      .set({ throughput_level: "COEXISTENCE" })
      .where("id", "=", acme.outlet.id)
      .execute();
    const chats = await Promise.all(Array.from({ length: 23 }, async () => chatWithReplies(1)));
    const outcomes = await Promise.all(chats.map(async ({ chat, ids }) => deliver(chat, ids[0] ?? "")));
    expect(outcomes.filter((outcome) => outcome === "accepted")).toHaveLength(20);
    const waiting = chats.filter((_, index) => outcomes[index] === "paced");
    const slots = await Promise.all(waiting.map(async ({ chat, ids }) => slotOf(chat, ids[0] ?? "")));
    expect(slots.toSorted((a = 0, b = 0) => a - b)).toEqual([50, 100, 150]);
    const late = await Promise.all(waiting.map(async ({ chat, ids }) => deliver(chat, ids[0] ?? "", 150)));
    expect(late).toEqual(["accepted", "accepted", "accepted"]);
  });

  test("130429 holds the whole number, and a kept turn with it", async () => {
    const [one, other] = await Promise.all([chatWithReplies(1), chatWithReplies(1)]);
    await desk.whatsapp.faults({ send: { errors: [{ code: 130429, times: 1, to: one.chat.phone }] } });
    expect(await deliver(one.chat, one.ids[0] ?? "")).toBe("error 130429");
    expect(await deliver(other.chat, other.ids[0] ?? "")).toBe("paced");
    expect(await slotOf(other.chat, other.ids[0] ?? "")).toBeGreaterThanOrEqual(1_000);
    expect(await deliver(other.chat, other.ids[0] ?? "", 2_000)).toBe("accepted");
  });

  test("a message that has waited long is left to maintenance, before its event becomes a dead letter", async () => {
    const { chat, ids } = await chatWithReplies(1);
    await desk.whatsapp.faults({ send: { errors: [{ code: 80007, times: 1, to: chat.phone }] } });
    expect(await deliver(chat, ids[0] ?? "", 0, 15)).toBe("deferred");
    expect(await chat.message(ids[0] ?? "")).toMatchObject({ status: "queued" });
  });

  test("what is refused again and again is given up, and a human takes over", async () => {
    const { chat, ids } = await chatWithReplies(1);
    const [id = ""] = ids;
    await desk.database.adminDb
      .updateTable("messages")
      .set({ attempt_count: 19 })
      .where("id", "=", id)
      .execute();
    await desk.whatsapp.faults({ send: { errors: [{ code: 130429, times: 1, to: chat.phone }] } });
    expect(await deliver(chat, id)).toBe("failed");
    expect(await chat.conversation()).toMatchObject({ handled_by: "human", handoff_reason: "send-failed" });
  });
});
