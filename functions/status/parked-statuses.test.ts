import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { inSeveralTenants } from "../../shared/db/in-several-tenants.ts";
import { lockWamids, recordMessageStatuses } from "../../shared/db/status-batches.ts";
import { commitAndPublish } from "../../shared/runtime/commit-and-publish.ts";
import { awaitLockWait } from "../../shared/testing/await-lock-wait.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { recordOutcome } from "../sender/record-outcome.ts";
import { after, createReports, newWamid, type Reports, seconds, start } from "./testing/reports.ts";

let database: TestDatabase;
let services: TestServices<"status">;
let reports: Reports;

beforeAll(async () => {
  database = await createTestDatabase();
  services = createTestServices("status", database);
});
beforeEach(async () => {
  services.bus.fail(false);
  services.bus.events.splice(0);
  reports = await createReports(database, services);
});
afterAll(async () => {
  await services.close();
  await database.drop();
});

const access = { ciphertext: Buffer.alloc(0) };
const rawOf = (wamid: string) => ({ id: wamid, status: "delivered", timestamp: seconds(start) });

describe("a report of a message that is not stored", () => {
  test("is parked, and joined once the sender stores the message's id", async () => {
    const wamid = newWamid();
    expect(await reports.report({ id: wamid, status: "delivered" })).toEqual({
      outcome: "parked",
      word: "delivered",
    });
    expect(await reports.statusesOf(wamid)).toMatchObject([{ message_id: null, status: "delivered" }]);
    expect(services.bus.events).toEqual([]);
    const { id, attemptId } = await reports.sendReply();
    await reports.senderLearns(id, attemptId, wamid);
    expect(await reports.chat.message(id)).toMatchObject({ status: "delivered", wamid });
    expect(await reports.statusesOf(wamid)).toMatchObject([{ message_id: id }]);
    expect(reports.usage()).toEqual([`message.outbound ${id}`]);
  });

  test.each([
    ["parked first", "park"],
    ["stored first", "store"],
  ])("while the message is being stored is joined all the same: %s", async (_what, first) => {
    const wamid = newWamid();
    const { id, attemptId } = await reports.sendReply();
    // Whichever comes first has everything done but its commit; the other waits for that.
    const isWaiting = async () => awaitLockWait(database.adminDb, "status");
    let other: Promise<unknown> = Promise.resolve();
    if (first === "store") {
      await commitAndPublish(services, reports.chat.tenantId, {}, async (trx, emit) => {
        await recordOutcome(
          trx,
          emit,
          { messageId: id, attemptId, access },
          { kind: "accepted", wamid },
          after(2),
        );
        other = reports.report({ id: wamid, status: "delivered" });
        await isWaiting();
      });
    } else {
      await inSeveralTenants(services.db, async ({ enter }) => {
        const trx = await enter(reports.chat.tenantId);
        await lockWamids(trx, [{ outletId: reports.chat.outletId, wamid }]);
        other = reports.senderLearns(id, attemptId, wamid);
        await isWaiting();
        const reported = { wamid, word: "delivered", occurredAt: start, errors: [] };
        const { outletId } = reports.chat;
        await recordMessageStatuses(trx, [{ outletId, messageId: undefined, reported, raw: rawOf(wamid) }]);
      });
    }
    await other;
    expect(await reports.chat.message(id)).toMatchObject({ status: "delivered", wamid });
    expect(await reports.statusesOf(wamid)).toMatchObject([{ message_id: id }]);
    expect(reports.usage()).toEqual([`message.outbound ${id}`]);
  });

  test("is joined when another report, which names our attempt, tells Meta's id", async () => {
    const wamid = newWamid();
    const { id, attemptId } = await reports.sendReply({ status: "unknown" });
    expect((await reports.report({ id: wamid, status: "read" })).outcome).toBe("parked");
    const named = { id: wamid, status: "sent", biz_opaque_callback_data: attemptId };
    expect((await reports.report(named)).outcome).toBe("applied");
    expect(await reports.chat.message(id)).toMatchObject({ status: "read", wamid });
    expect(await reports.statusesOf(wamid)).toMatchObject([{ message_id: id }, { message_id: id }]);
  });

  test.each(["order-4711", "-".repeat(36), "0".repeat(36), "a\0b", randomUUID(), randomUUID().toUpperCase()])(
    "but by another program on the same account is parked: %j",
    async (callbackData) => {
      const outcome = await reports.report({
        id: newWamid(),
        status: "sent",
        biz_opaque_callback_data: callbackData,
      });
      expect(outcome).toEqual({ outcome: "parked", word: "sent" });
    },
  );

  test("by the customer, who has the same id, moves nothing of the customer's", async () => {
    const wamid = newWamid();
    const question = await reports.chat.customerWrites("Halo?", { wamid });
    expect((await reports.report({ id: wamid, status: "read" })).outcome).toBe("parked");
    expect(await reports.chat.message(question.id)).toMatchObject({ status: "received" });
  });
});
