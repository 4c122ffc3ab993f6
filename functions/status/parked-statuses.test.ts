import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { inSeveralTenants } from "../../shared/db/in-several-tenants.ts";
import { lockWamids, recordMessageStatuses } from "../../shared/sending/queries/status-batches.ts";
import { inWork } from "../../shared/runtime/work.ts";
import { awaitLockWait } from "../../shared/testing/await-lock-wait.ts";
import { recordOutcome } from "../sender/record-outcome.ts";
import { after, useReports, newWamid, seconds, start } from "./testing/reports.ts";

const given = useReports();

const access = { ciphertext: Buffer.alloc(0) };
const rawOf = (wamid: string) => ({ id: wamid, status: "delivered", timestamp: seconds(start) });

describe("a report of a message that is not stored", () => {
  test("is parked, and joined once the sender stores the message's id", async () => {
    const wamid = newWamid();
    expect(await given.reports.report({ id: wamid, status: "delivered" })).toEqual({
      outcome: "parked",
      word: "delivered",
    });
    expect(await given.reports.statusesOf(wamid)).toMatchObject([{ message_id: null, status: "delivered" }]);
    expect(given.services.bus.events).toEqual([]);
    const { id, attemptId } = await given.reports.sendReply();
    await given.reports.senderLearns(id, attemptId, wamid);
    expect(await given.reports.chat.message(id)).toMatchObject({ status: "delivered", wamid });
    expect(await given.reports.statusesOf(wamid)).toMatchObject([{ message_id: id }]);
    expect(given.reports.usage()).toEqual([`message.outbound ${id}`]);
  });

  test.each([
    ["parked first", "park"],
    ["stored first", "store"],
  ])("while the message is being stored is joined all the same: %s", async (_what, first) => {
    const wamid = newWamid();
    const { id, attemptId } = await given.reports.sendReply();
    // Whichever comes first has everything done but its commit; the other waits for that.
    const isWaiting = async () => awaitLockWait(given.database.adminDb, "status");
    let other: Promise<unknown> = Promise.resolve();
    if (first === "store") {
      await inWork(given.services, given.reports.chat.tenantId, {}, async (work) => {
        await recordOutcome(
          work,
          { messageId: id, attemptId, access },
          { kind: "accepted", wamid },
          after(2),
        );
        other = given.reports.report({ id: wamid, status: "delivered" });
        await isWaiting();
      });
    } else {
      await inSeveralTenants(given.services.db, async ({ enter }) => {
        const trx = await enter(given.reports.chat.tenantId);
        await lockWamids(trx, [{ outletId: given.reports.chat.outletId, wamid }]);
        other = given.reports.senderLearns(id, attemptId, wamid);
        await isWaiting();
        const reported = { wamid, word: "delivered", occurredAt: start, errors: [] };
        const { outletId } = given.reports.chat;
        await recordMessageStatuses(trx, [{ outletId, messageId: undefined, reported, raw: rawOf(wamid) }]);
      });
    }
    await other;
    expect(await given.reports.chat.message(id)).toMatchObject({ status: "delivered", wamid });
    expect(await given.reports.statusesOf(wamid)).toMatchObject([{ message_id: id }]);
    expect(given.reports.usage()).toEqual([`message.outbound ${id}`]);
  });

  test("is joined when another report, which names our attempt, tells Meta's id", async () => {
    const wamid = newWamid();
    const { id, attemptId } = await given.reports.sendReply({ status: "unknown" });
    expect((await given.reports.report({ id: wamid, status: "read" })).outcome).toBe("parked");
    const named = { id: wamid, status: "sent", biz_opaque_callback_data: attemptId };
    expect((await given.reports.report(named)).outcome).toBe("applied");
    expect(await given.reports.chat.message(id)).toMatchObject({ status: "read", wamid });
    expect(await given.reports.statusesOf(wamid)).toMatchObject([{ message_id: id }, { message_id: id }]);
  });

  test.each(["order-4711", "-".repeat(36), "0".repeat(36), "a\0b", randomUUID(), randomUUID().toUpperCase()])(
    "but by another program on the same account is parked: %j",
    async (callbackData) => {
      const outcome = await given.reports.report({
        id: newWamid(),
        status: "sent",
        biz_opaque_callback_data: callbackData,
      });
      expect(outcome).toEqual({ outcome: "parked", word: "sent" });
    },
  );

  test("by the customer, who has the same id, moves nothing of the customer's", async () => {
    const wamid = newWamid();
    const question = await given.reports.chat.customerWrites("Halo?", { wamid });
    expect((await given.reports.report({ id: wamid, status: "read" })).outcome).toBe("parked");
    expect(await given.reports.chat.message(question.id)).toMatchObject({ status: "received" });
  });
});
