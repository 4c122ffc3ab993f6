import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { accepted, after, useReports, newWamid, seconds, start } from "./testing/reports.ts";

const [acme, globex] = seedData;
const given = useReports();

describe("a report of a message of ours", () => {
  test("moves it up from accepted over sent and delivered to read, each with its time", async () => {
    const wamid = newWamid();
    const { id } = await given.reports.sendReply(accepted(wamid));
    for (const [index, status] of ["sent", "delivered", "read"].entries()) {
      const outcome = await given.reports.report({ id: wamid, status, timestamp: seconds(after(index + 1)) });
      expect(outcome).toEqual({ outcome: "applied", status });
      expect(await given.reports.chat.message(id)).toMatchObject({ status });
    }
    expect(await given.reports.chat.message(id)).toMatchObject({
      accepted_at: start,
      delivered_at: after(2),
      read_at: after(3),
      failed_at: null,
    });
    const change = { conversationId: given.reports.chat.conversationId, messageId: id, change: "status" };
    expect(
      given.services.bus.of("conversation.changed").map(({ data, tenantId }) => [tenantId, data]),
    ).toEqual(Array.from({ length: 3 }, () => [acme.id, change]));
    expect(given.reports.usage()).toEqual([]);
  });

  test("is kept whole", async () => {
    const wamid = newWamid();
    const { id } = await given.reports.sendReply(accepted(wamid));
    const pricing = { billable: true, category: "service" };
    await given.reports.report({ id: wamid, status: "sent", pricing, extra: "a\0b" });
    expect(await given.reports.statusesOf(wamid)).toMatchObject([
      {
        tenant_id: acme.id,
        outlet_id: acme.outlet.id,
        message_id: id,
        status: "sent",
        recipient: given.reports.chat.phone,
        occurred_at: start,
        pricing,
        raw: { id: wamid, extra: "a\uFFFDb" },
      },
    ]);
  });

  test("delivered twice changes it once, and in ten copies at once too", async () => {
    const wamid = newWamid();
    await given.reports.sendReply(accepted(wamid));
    await given.reports.report({ id: wamid, status: "sent" });
    expect(await given.reports.report({ id: wamid, status: "sent" })).toEqual({ outcome: "duplicate" });
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, async () => given.reports.report({ id: wamid, status: "read" })),
    );
    expect(outcomes.filter(({ outcome }) => outcome === "applied")).toHaveLength(1);
    expect(given.services.bus.of("conversation.changed")).toHaveLength(2);
    expect(await given.reports.statusesOf(wamid)).toHaveLength(2);
  });

  test("that comes late moves it no way back", async () => {
    const wamid = newWamid();
    const { id } = await given.reports.sendReply(accepted(wamid));
    await given.reports.report({ id: wamid, status: "read", timestamp: seconds(after(9)) });
    await given.reports.report({ id: wamid, status: "delivered", timestamp: seconds(after(5)) });
    expect(await given.reports.report({ id: wamid, status: "sent" })).toEqual({
      outcome: "no-change",
      word: "sent",
    });
    expect(await given.reports.chat.message(id)).toMatchObject({
      status: "read",
      read_at: after(9),
      delivered_at: after(5),
    });
    expect(await given.reports.statusesOf(wamid)).toHaveLength(3);
  });

  test("is one of several that end the same in every order, once or twice, also at once", async () => {
    const words = ["sent", "delivered", "read", "failed"];
    const orders = fc.shuffledSubarray([...words, ...words, "deleted"], { minLength: 9 });
    await fc.assert(
      fc.asyncProperty(orders, fc.boolean(), async (order, atOnce) => {
        given.services.bus.events.splice(0);
        const wamid = newWamid();
        const { id } = await given.reports.sendReply({ status: "unknown" });
        const { attempt_id: attempt } = await given.reports.chat.message(id);
        const items = order.map((status) => ({ id: wamid, status, biz_opaque_callback_data: attempt }));
        if (atOnce) await Promise.all(items.map(async (item) => given.reports.report(item)));
        else for (const item of items) await given.reports.report(item);
        expect(await given.reports.chat.message(id)).toMatchObject({
          status: "read",
          wamid,
          accepted_at: start,
          read_at: start,
          delivered_at: start,
          failed_at: null,
          error_code: null,
        });
        expect(given.reports.usage()).toEqual([`message.outbound ${id}`]);
      }),
      { numRuns: 12 },
    );
  });

  test.each(["deleted", "warning", "pinned"])(
    "with the word %s is kept and changes nothing",
    async (status) => {
      const wamid = newWamid();
      const { id } = await given.reports.sendReply(accepted(wamid));
      expect(await given.reports.report({ id: wamid, status })).toEqual({
        outcome: "no-change",
        word: status,
      });
      expect(await given.reports.chat.message(id)).toMatchObject({ status: "accepted" });
      expect(await given.reports.statusesOf(wamid)).toHaveLength(1);
      expect(given.services.bus.events).toEqual([]);
    },
  );
});

describe("a report", () => {
  test("to another tenant's number finds nothing of this one's, by neither id", async () => {
    const wamid = newWamid();
    const { id, attemptId } = await given.reports.sendReply(accepted(wamid));
    const item = { id: wamid, status: "read", biz_opaque_callback_data: attemptId };
    const { phoneNumberId, businessAccountId: wabaId } = globex.outlet;
    expect((await given.reports.report(item, { phoneNumberId, wabaId })).outcome).toBe("parked");
    expect(await given.reports.chat.message(id)).toMatchObject({ status: "accepted" });
    expect(await given.reports.statusesOf(wamid)).toMatchObject([{ tenant_id: globex.id, message_id: null }]);
  });

  test("to a number of no outlet is refused for good", async () => {
    const refused = given.reports.report({ id: "wamid.1", status: "sent" }, { phoneNumberId: "999" });
    await expect(refused).rejects.toMatchObject({ name: "Permanent", code: "unknown-number" });
  });

  test.each([{ id: "wamid.1" }, { status: "sent" }, {}])(
    "of nothing is refused for good: %j",
    async (status) => {
      await expect(given.reports.report(status)).rejects.toMatchObject({
        name: "Permanent",
        code: "no-status",
      });
    },
  );

  test("is applied, and its events wait in the outbox, when Pub/Sub is away", async () => {
    const wamid = newWamid();
    const { id, attemptId } = await given.reports.sendReply({ status: "unknown" });
    given.services.bus.fail(true);
    await given.reports.report({ id: wamid, status: "sent", biz_opaque_callback_data: attemptId });
    expect(await given.reports.chat.message(id)).toMatchObject({ status: "sent" });
    const waiting = await given.database.adminDb
      .selectFrom("outbox")
      .select("topic")
      .orderBy("topic")
      .execute();
    expect(waiting).toEqual([{ topic: "conversation.changed" }, { topic: "usage.recorded" }]);
    await given.database.adminDb.deleteFrom("outbox").execute();
  });
});
