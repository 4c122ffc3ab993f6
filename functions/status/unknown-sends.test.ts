import { describe, expect, test } from "vitest";
import { lockConversation } from "../../shared/conversations/queries/conversations.ts";
import { lockMessage } from "../../shared/conversations/queries/messages.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { awaitLockWait } from "../../shared/testing/await-lock-wait.ts";
import { useReports, newWamid, start } from "./testing/reports.ts";

const given = useReports();

describe("a send whose outcome is unknown", () => {
  test.each(["unknown", "unconfirmed", "sending"] as const)(
    "is settled by our attempt's id, and counts once (%s)",
    async (status) => {
      const wamid = newWamid();
      const { id, attemptId } = await given.reports.sendReply({ status });
      const item = { id: wamid, biz_opaque_callback_data: attemptId };
      expect(await given.reports.report({ ...item, status: "sent" })).toEqual({
        outcome: "applied",
        status: "sent",
      });
      await given.reports.report({ ...item, status: "delivered" });
      await given.reports.report({ id: wamid, status: "read" });
      expect(await given.reports.chat.message(id)).toMatchObject({
        status: "read",
        wamid,
        accepted_at: start,
      });
      expect(given.reports.usage()).toEqual([`message.outbound ${id}`]);
    },
  );

  test.each([
    ["the report", "sent"],
    ["the failure", "failed"],
  ])("is counted as %s says, also when the sender learns of its own success later", async (_what, word) => {
    const wamid = newWamid();
    const { id, attemptId } = await given.reports.sendReply();
    await given.reports.report({ id: wamid, status: word, biz_opaque_callback_data: attemptId });
    await given.reports.senderLearns(id, attemptId, wamid);
    expect(await given.reports.chat.message(id)).toMatchObject({ status: word, wamid });
    expect(given.reports.usage()).toEqual([`message.outbound ${id}`]);
  });

  test.each(["delivered", "failed"])(
    "counts once when the sender and the report come at once: %s",
    async (word) => {
      for (let round = 0; round < 10; round++) {
        const wamid = newWamid();
        given.services.bus.events.splice(0);
        const { id, attemptId } = await given.reports.sendReply();
        await Promise.all([
          given.reports.senderLearns(id, attemptId, wamid),
          given.reports.report({ id: wamid, status: word, biz_opaque_callback_data: attemptId }),
        ]);
        expect(await given.reports.chat.message(id)).toMatchObject({ status: word, wamid });
        expect(given.reports.usage()).toEqual([`message.outbound ${id}`]);
      }
    },
  );

  test("is settled in the order of locks that sends take, so that the two cannot deadlock", async () => {
    const { id, attemptId } = await given.reports.sendReply();
    const item = { id: newWamid(), status: "failed", biz_opaque_callback_data: attemptId };
    let reporting: ReturnType<typeof given.reports.report> | undefined;
    await inTenant(given.database.db, given.reports.chat.tenantId, async (trx) => {
      await lockConversation(trx, given.reports.chat.conversationId);
      reporting = given.reports.report(item);
      await awaitLockWait(given.database.adminDb, "status");
      expect(await lockMessage(trx, id)).toMatchObject({ status: "sending" });
    });
    expect(await reporting).toEqual({ outcome: "applied", status: "failed" });
  });

  test("that failed is not counted, and goes to a human", async () => {
    const { id, attemptId } = await given.reports.sendReply({ status: "unknown" });
    await given.reports.report({
      id: newWamid(),
      status: "failed",
      biz_opaque_callback_data: attemptId,
      errors: [{ code: 131047 }],
    });
    expect(await given.reports.chat.message(id)).toMatchObject({ status: "failed", error_code: 131047 });
    expect(await given.reports.chat.conversation()).toMatchObject({ handled_by: "human" });
    expect(given.reports.usage()).toEqual([]);
  });
});
