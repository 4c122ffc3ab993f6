import { randomUUID } from "node:crypto";
import * as fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { DataOf } from "../../shared/contracts/topics.ts";
import { lockConversation } from "../../shared/db/conversations.ts";
import { claimSend, lockMessage, recordStatusChange, type StatusChange } from "../../shared/db/messages.ts";
import { seedData } from "../../shared/db/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { commitAndPublish } from "../../shared/runtime/commit-and-publish.ts";
import { awaitLockWait } from "../../shared/testing/await-lock-wait.ts";
import { buildEvent } from "../../shared/testing/builders.ts";
import { type Chat, createChat } from "../../shared/testing/chat.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { recordOutcome } from "../sender/record-outcome.ts";
import { handle } from "./handle.ts";

const [acme, globex] = seedData;
let database: TestDatabase;
let services: TestServices<"status">;
let chat: Chat;

beforeAll(async () => {
  database = await createTestDatabase();
  services = createTestServices("status", database);
});
beforeEach(async () => {
  services.bus.fail(false);
  services.bus.events.splice(0);
  chat = await createChat(database.db, acme);
});
afterAll(async () => {
  await services.close();
  await database.drop();
});

type Item = Record<string, unknown>;
const seconds = (at: Date) => String(Math.floor(at.getTime() / 1000));
const start = new Date("2026-11-20T10:00:00Z");
const after = (count: number) => new Date(start.getTime() + count * 1000);

async function report(status: Item, change: Partial<DataOf<"status.received">> = {}) {
  const event = buildEvent("status.received", {
    phoneNumberId: acme.outlet.phoneNumberId,
    wabaId: acme.outlet.businessAccountId,
    receivedAt: new Date().toISOString(),
    status: { timestamp: seconds(start), recipient_id: chat.phone, ...status },
    ...change,
  });
  return handle(event, services);
}

/** A reply that the sender has claimed, and what it learnt since. */
async function sendReply(change?: StatusChange): Promise<{ id: string; attemptId: string }> {
  await chat.customerWrites("Buka?");
  const id = await chat.queueReply("Ya, sampai jam 9.");
  const attemptId = randomUUID();
  await inTenant(database.db, acme.id, async (trx) => {
    await claimSend(trx, id, { attemptId, leaseUntil: new Date(Date.now() + 60_000) });
    if (change !== undefined) await recordStatusChange(trx, id, change);
  });
  return { id, attemptId };
}

/** The sender records that WhatsApp took its attempt. */
async function senderLearns(messageId: string, attemptId: string, wamid: string): Promise<void> {
  const access = { ciphertext: Buffer.alloc(0) };
  const attempt = { conversationId: chat.conversationId, messageId, attemptId, access };
  await commitAndPublish(services, acme.id, {}, async (trx, emit) =>
    recordOutcome(trx, emit, attempt, { kind: "accepted", wamid }, after(2)),
  );
}

const newWamid = () => `wamid.${randomUUID()}`;
const accepted = (wamid: string): StatusChange => ({ status: "accepted", wamid, acceptedAt: start });
const usage = () => services.bus.of("usage.recorded").map(({ data }) => data.subjectId);
const statusesOf = async (wamid: string) =>
  database.adminDb
    .selectFrom("message_statuses")
    .selectAll()
    .where("wamid", "=", wamid)
    .orderBy("id")
    .execute();

describe("a report of a message of ours", () => {
  test("moves it up from accepted over sent and delivered to read, each with its time", async () => {
    const wamid = newWamid();
    const { id } = await sendReply(accepted(wamid));
    for (const [index, status] of ["sent", "delivered", "read"].entries()) {
      const outcome = await report({ id: wamid, status, timestamp: seconds(after(index + 1)) });
      expect(outcome).toEqual({ outcome: "applied", status });
      expect(await chat.message(id)).toMatchObject({ status });
    }
    expect(await chat.message(id)).toMatchObject({
      accepted_at: start,
      delivered_at: after(2),
      read_at: after(3),
      failed_at: null,
    });
    const change = { conversationId: chat.conversationId, messageId: id, change: "status" };
    expect(services.bus.of("conversation.changed").map(({ data, tenantId }) => [tenantId, data])).toEqual(
      Array.from({ length: 3 }, () => [acme.id, change]),
    );
    expect(usage()).toEqual([]);
  });

  test("is kept whole", async () => {
    const wamid = newWamid();
    const { id } = await sendReply(accepted(wamid));
    const pricing = { billable: true, category: "service" };
    await report({ id: wamid, status: "sent", pricing, extra: "a\0b" });
    expect(await statusesOf(wamid)).toMatchObject([
      {
        tenant_id: acme.id,
        outlet_id: acme.outlet.id,
        message_id: id,
        status: "sent",
        recipient: chat.phone,
        occurred_at: start,
        pricing,
        raw: { id: wamid, extra: "a\uFFFDb" },
      },
    ]);
  });

  test("delivered twice changes it once, and in ten copies at once too", async () => {
    const wamid = newWamid();
    await sendReply(accepted(wamid));
    await report({ id: wamid, status: "sent" });
    expect(await report({ id: wamid, status: "sent" })).toEqual({ outcome: "duplicate" });
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, async () => report({ id: wamid, status: "read" })),
    );
    expect(outcomes.filter(({ outcome }) => outcome === "applied")).toHaveLength(1);
    expect(services.bus.of("conversation.changed")).toHaveLength(2);
    expect(await statusesOf(wamid)).toHaveLength(2);
  });

  test("that comes late moves it no way back", async () => {
    const wamid = newWamid();
    const { id } = await sendReply(accepted(wamid));
    await report({ id: wamid, status: "read", timestamp: seconds(after(9)) });
    await report({ id: wamid, status: "delivered", timestamp: seconds(after(5)) });
    expect(await report({ id: wamid, status: "sent" })).toEqual({ outcome: "no-change", word: "sent" });
    expect(await chat.message(id)).toMatchObject({
      status: "read",
      read_at: after(9),
      delivered_at: after(5),
    });
    expect(await statusesOf(wamid)).toHaveLength(3);
  });

  test("is one of several that end the same in every order, once or twice, also at once", async () => {
    const words = ["sent", "delivered", "read", "failed"];
    const orders = fc.shuffledSubarray([...words, ...words, "deleted"], { minLength: 9 });
    await fc.assert(
      fc.asyncProperty(orders, fc.boolean(), async (order, atOnce) => {
        services.bus.events.splice(0);
        const wamid = newWamid();
        const { id } = await sendReply({ status: "unknown" });
        const { attempt_id: attempt } = await chat.message(id);
        const reports = order.map((status) => ({ id: wamid, status, biz_opaque_callback_data: attempt }));
        if (atOnce) await Promise.all(reports.map(async (item) => report(item)));
        else for (const item of reports) await report(item);
        expect(await chat.message(id)).toMatchObject({
          status: "read",
          wamid,
          accepted_at: start,
          read_at: start,
          delivered_at: start,
        });
        expect(usage()).toEqual([id]);
      }),
      { numRuns: 12 },
    );
  });

  test.each(["deleted", "warning", "pinned"])(
    "with the word %s is kept and changes nothing",
    async (status) => {
      const wamid = newWamid();
      const { id } = await sendReply(accepted(wamid));
      expect(await report({ id: wamid, status })).toEqual({ outcome: "no-change", word: status });
      expect(await chat.message(id)).toMatchObject({ status: "accepted" });
      expect(await statusesOf(wamid)).toHaveLength(1);
      expect(services.bus.events).toEqual([]);
    },
  );
});

describe("a failure", () => {
  const errors = [
    { code: 131026, title: "Undeliverable", error_data: { details: "Message undeliverable." } },
  ];

  test("is shown with its reason, and hands the conversation to a human once", async () => {
    const wamid = newWamid();
    const { id } = await sendReply(accepted(wamid));
    const { epoch } = await chat.conversation();
    await report({ id: wamid, status: "failed", errors });
    await report({ id: wamid, status: "failed", errors });
    expect(await chat.message(id)).toMatchObject({
      status: "failed",
      failed_at: start,
      error_code: 131026,
      error_detail: "Message undeliverable.",
    });
    expect(await chat.conversation()).toMatchObject({
      handled_by: "human",
      handoff_reason: "send-failed",
      epoch: epoch + 1,
    });
    expect(usage()).toEqual([]);
  });

  test("of what was delivered after all changes nothing, whichever came first", async () => {
    const [first, second] = [newWamid(), newWamid()];
    const { id } = await sendReply(accepted(first));
    await report({ id: first, status: "delivered" });
    await report({ id: first, status: "failed", errors });
    expect(await chat.message(id)).toMatchObject({ status: "delivered", error_code: null });
    expect(await chat.conversation()).toMatchObject({ handled_by: "bot" });

    const { id: other } = await sendReply(accepted(second));
    await report({ id: second, status: "failed", errors });
    await report({ id: second, status: "delivered" });
    expect(await chat.message(other)).toMatchObject({ status: "delivered" });
  });

  test.each([
    ["that is no list", { code: 1 }, null],
    ["without a code", [{ title: "?" }], null],
    ["with a code out of range", [{ code: 2 ** 40 }], null],
  ])("with errors %s is a failure all the same", async (_what, odd, code) => {
    const wamid = newWamid();
    const { id } = await sendReply(accepted(wamid));
    await report({ id: wamid, status: "failed", errors: odd });
    expect(await chat.message(id)).toMatchObject({ status: "failed", error_code: code });
  });
});

describe("a send whose outcome is unknown", () => {
  test.each(["unknown", "unconfirmed", "sending"] as const)(
    "is settled by our attempt's id, and counts once (%s)",
    async (status) => {
      const wamid = newWamid();
      const { id, attemptId } = await sendReply({ status });
      const item = { id: wamid, biz_opaque_callback_data: attemptId };
      expect(await report({ ...item, status: "sent" })).toEqual({ outcome: "applied", status: "sent" });
      await report({ ...item, status: "delivered" });
      await report({ id: wamid, status: "read" });
      expect(await chat.message(id)).toMatchObject({ status: "read", wamid, accepted_at: start });
      expect(usage()).toEqual([id]);
    },
  );

  test.each([
    ["the report", "sent"],
    ["the failure", "failed"],
  ])("is counted as %s says, also when the sender learns of its own success later", async (_what, word) => {
    const wamid = newWamid();
    const { id, attemptId } = await sendReply();
    await report({ id: wamid, status: word, biz_opaque_callback_data: attemptId });
    await senderLearns(id, attemptId, wamid);
    expect(await chat.message(id)).toMatchObject({ status: word, wamid });
    expect(usage()).toEqual([id]);
  });

  test.each(["delivered", "failed"])(
    "counts once when the sender and the report come at once: %s",
    async (word) => {
      for (let round = 0; round < 10; round++) {
        const wamid = newWamid();
        services.bus.events.splice(0);
        const { id, attemptId } = await sendReply();
        await Promise.all([
          senderLearns(id, attemptId, wamid),
          report({ id: wamid, status: word, biz_opaque_callback_data: attemptId }),
        ]);
        expect(await chat.message(id)).toMatchObject({ status: word, wamid });
        expect(usage()).toEqual([id]);
      }
    },
  );

  test("is settled in the order of locks that sends take, so that the two cannot deadlock", async () => {
    const { id, attemptId } = await sendReply();
    const item = { id: newWamid(), status: "failed", biz_opaque_callback_data: attemptId };
    let reporting: ReturnType<typeof report> | undefined;
    await inTenant(database.db, acme.id, async (trx) => {
      await lockConversation(trx, chat.conversationId);
      reporting = report(item);
      await awaitLockWait(database.adminDb, "status");
      expect(await lockMessage(trx, id)).toMatchObject({ status: "sending" });
    });
    expect(await reporting).toEqual({ outcome: "applied", status: "failed" });
  });

  test("that failed is not counted, and goes to a human", async () => {
    const { id, attemptId } = await sendReply({ status: "unknown" });
    await report({
      id: newWamid(),
      status: "failed",
      biz_opaque_callback_data: attemptId,
      errors: [{ code: 131047 }],
    });
    expect(await chat.message(id)).toMatchObject({ status: "failed", error_code: 131047 });
    expect(await chat.conversation()).toMatchObject({ handled_by: "human" });
    expect(usage()).toEqual([]);
  });
});

describe("a report of a message that is not stored", () => {
  test("is parked, and joined once the sender stores the message's id", async () => {
    const wamid = newWamid();
    expect(await report({ id: wamid, status: "delivered" })).toEqual({
      outcome: "parked",
      word: "delivered",
    });
    expect(await statusesOf(wamid)).toMatchObject([{ message_id: null, status: "delivered" }]);
    expect(services.bus.events).toEqual([]);
    const { id, attemptId } = await sendReply();
    await senderLearns(id, attemptId, wamid);
    expect(await chat.message(id)).toMatchObject({ status: "delivered", wamid });
    expect(await statusesOf(wamid)).toMatchObject([{ message_id: id }]);
    expect(usage()).toEqual([id]);
  });

  test.each(["order-4711", "-".repeat(36), "0".repeat(36), "a\0b", randomUUID(), randomUUID().toUpperCase()])(
    "but by another program on the same account is parked: %j",
    async (callbackData) => {
      const outcome = await report({
        id: newWamid(),
        status: "sent",
        biz_opaque_callback_data: callbackData,
      });
      expect(outcome).toEqual({ outcome: "parked", word: "sent" });
    },
  );

  test("by the customer, who has the same id, moves nothing of the customer's", async () => {
    const wamid = newWamid();
    const question = await chat.customerWrites("Halo?", { wamid });
    expect((await report({ id: wamid, status: "read" })).outcome).toBe("parked");
    expect(await chat.message(question.id)).toMatchObject({ status: "received" });
  });
});

describe("a report", () => {
  test("to another tenant's number finds nothing of this one's, by neither id", async () => {
    const wamid = newWamid();
    const { id, attemptId } = await sendReply(accepted(wamid));
    const item = { id: wamid, status: "read", biz_opaque_callback_data: attemptId };
    expect((await report(item, { phoneNumberId: globex.outlet.phoneNumberId })).outcome).toBe("parked");
    expect(await chat.message(id)).toMatchObject({ status: "accepted" });
    expect(await statusesOf(wamid)).toMatchObject([{ tenant_id: globex.id, message_id: null }]);
  });

  test("to a number of no outlet is refused for good", async () => {
    const refused = report({ id: "wamid.1", status: "sent" }, { phoneNumberId: "999" });
    await expect(refused).rejects.toMatchObject({ name: "Permanent", code: "unknown-number" });
  });

  test.each([{ id: "wamid.1" }, { status: "sent" }, {}])(
    "of nothing is refused for good: %j",
    async (status) => {
      await expect(report(status)).rejects.toMatchObject({ name: "Permanent", code: "no-status" });
    },
  );

  test("is applied, and its events wait in the outbox, when Pub/Sub is away", async () => {
    const wamid = newWamid();
    const { id, attemptId } = await sendReply({ status: "unknown" });
    services.bus.fail(true);
    await report({ id: wamid, status: "sent", biz_opaque_callback_data: attemptId });
    expect(await chat.message(id)).toMatchObject({ status: "sent" });
    const waiting = await database.adminDb.selectFrom("outbox").select("topic").orderBy("topic").execute();
    expect(waiting).toEqual([{ topic: "conversation.changed" }, { topic: "usage.recorded" }]);
    await database.adminDb.deleteFrom("outbox").execute();
  });
});
