import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { lockConversation } from "../../shared/db/conversations.ts";
import { lockMessage } from "../../shared/db/messages.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { awaitLockWait } from "../../shared/testing/await-lock-wait.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { createReports, newWamid, type Reports, start } from "./testing/reports.ts";

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

describe("a send whose outcome is unknown", () => {
  test.each(["unknown", "unconfirmed", "sending"] as const)(
    "is settled by our attempt's id, and counts once (%s)",
    async (status) => {
      const wamid = newWamid();
      const { id, attemptId } = await reports.sendReply({ status });
      const item = { id: wamid, biz_opaque_callback_data: attemptId };
      expect(await reports.report({ ...item, status: "sent" })).toEqual({
        outcome: "applied",
        status: "sent",
      });
      await reports.report({ ...item, status: "delivered" });
      await reports.report({ id: wamid, status: "read" });
      expect(await reports.chat.message(id)).toMatchObject({ status: "read", wamid, accepted_at: start });
      expect(reports.usage()).toEqual([`message.outbound ${id}`]);
    },
  );

  test.each([
    ["the report", "sent"],
    ["the failure", "failed"],
  ])("is counted as %s says, also when the sender learns of its own success later", async (_what, word) => {
    const wamid = newWamid();
    const { id, attemptId } = await reports.sendReply();
    await reports.report({ id: wamid, status: word, biz_opaque_callback_data: attemptId });
    await reports.senderLearns(id, attemptId, wamid);
    expect(await reports.chat.message(id)).toMatchObject({ status: word, wamid });
    expect(reports.usage()).toEqual([`message.outbound ${id}`]);
  });

  test.each(["delivered", "failed"])(
    "counts once when the sender and the report come at once: %s",
    async (word) => {
      for (let round = 0; round < 10; round++) {
        const wamid = newWamid();
        services.bus.events.splice(0);
        const { id, attemptId } = await reports.sendReply();
        await Promise.all([
          reports.senderLearns(id, attemptId, wamid),
          reports.report({ id: wamid, status: word, biz_opaque_callback_data: attemptId }),
        ]);
        expect(await reports.chat.message(id)).toMatchObject({ status: word, wamid });
        expect(reports.usage()).toEqual([`message.outbound ${id}`]);
      }
    },
  );

  test("is settled in the order of locks that sends take, so that the two cannot deadlock", async () => {
    const { id, attemptId } = await reports.sendReply();
    const item = { id: newWamid(), status: "failed", biz_opaque_callback_data: attemptId };
    let reporting: ReturnType<typeof reports.report> | undefined;
    await inTenant(database.db, reports.chat.tenantId, async (trx) => {
      await lockConversation(trx, reports.chat.conversationId);
      reporting = reports.report(item);
      await awaitLockWait(database.adminDb, "status");
      expect(await lockMessage(trx, id)).toMatchObject({ status: "sending" });
    });
    expect(await reporting).toEqual({ outcome: "applied", status: "failed" });
  });

  test("that failed is not counted, and goes to a human", async () => {
    const { id, attemptId } = await reports.sendReply({ status: "unknown" });
    await reports.report({
      id: newWamid(),
      status: "failed",
      biz_opaque_callback_data: attemptId,
      errors: [{ code: 131047 }],
    });
    expect(await reports.chat.message(id)).toMatchObject({ status: "failed", error_code: 131047 });
    expect(await reports.chat.conversation()).toMatchObject({ handled_by: "human" });
    expect(reports.usage()).toEqual([]);
  });
});
