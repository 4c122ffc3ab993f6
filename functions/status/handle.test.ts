import * as fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { seedData } from "../../shared/db/seed-data.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { accepted, after, createReports, newWamid, type Reports, seconds, start } from "./testing/reports.ts";

const [acme, globex] = seedData;
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

describe("a report of a message of ours", () => {
  test("moves it up from accepted over sent and delivered to read, each with its time", async () => {
    const wamid = newWamid();
    const { id } = await reports.sendReply(accepted(wamid));
    for (const [index, status] of ["sent", "delivered", "read"].entries()) {
      const outcome = await reports.report({ id: wamid, status, timestamp: seconds(after(index + 1)) });
      expect(outcome).toEqual({ outcome: "applied", status });
      expect(await reports.chat.message(id)).toMatchObject({ status });
    }
    expect(await reports.chat.message(id)).toMatchObject({
      accepted_at: start,
      delivered_at: after(2),
      read_at: after(3),
      failed_at: null,
    });
    const change = { conversationId: reports.chat.conversationId, messageId: id, change: "status" };
    expect(services.bus.of("conversation.changed").map(({ data, tenantId }) => [tenantId, data])).toEqual(
      Array.from({ length: 3 }, () => [acme.id, change]),
    );
    expect(reports.usage()).toEqual([]);
  });

  test("is kept whole", async () => {
    const wamid = newWamid();
    const { id } = await reports.sendReply(accepted(wamid));
    const pricing = { billable: true, category: "service" };
    await reports.report({ id: wamid, status: "sent", pricing, extra: "a\0b" });
    expect(await reports.statusesOf(wamid)).toMatchObject([
      {
        tenant_id: acme.id,
        outlet_id: acme.outlet.id,
        message_id: id,
        status: "sent",
        recipient: reports.chat.phone,
        occurred_at: start,
        pricing,
        raw: { id: wamid, extra: "a\uFFFDb" },
      },
    ]);
  });

  test("delivered twice changes it once, and in ten copies at once too", async () => {
    const wamid = newWamid();
    await reports.sendReply(accepted(wamid));
    await reports.report({ id: wamid, status: "sent" });
    expect(await reports.report({ id: wamid, status: "sent" })).toEqual({ outcome: "duplicate" });
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, async () => reports.report({ id: wamid, status: "read" })),
    );
    expect(outcomes.filter(({ outcome }) => outcome === "applied")).toHaveLength(1);
    expect(services.bus.of("conversation.changed")).toHaveLength(2);
    expect(await reports.statusesOf(wamid)).toHaveLength(2);
  });

  test("that comes late moves it no way back", async () => {
    const wamid = newWamid();
    const { id } = await reports.sendReply(accepted(wamid));
    await reports.report({ id: wamid, status: "read", timestamp: seconds(after(9)) });
    await reports.report({ id: wamid, status: "delivered", timestamp: seconds(after(5)) });
    expect(await reports.report({ id: wamid, status: "sent" })).toEqual({
      outcome: "no-change",
      word: "sent",
    });
    expect(await reports.chat.message(id)).toMatchObject({
      status: "read",
      read_at: after(9),
      delivered_at: after(5),
    });
    expect(await reports.statusesOf(wamid)).toHaveLength(3);
  });

  test("is one of several that end the same in every order, once or twice, also at once", async () => {
    const words = ["sent", "delivered", "read", "failed"];
    const orders = fc.shuffledSubarray([...words, ...words, "deleted"], { minLength: 9 });
    await fc.assert(
      fc.asyncProperty(orders, fc.boolean(), async (order, atOnce) => {
        services.bus.events.splice(0);
        const wamid = newWamid();
        const { id } = await reports.sendReply({ status: "unknown" });
        const { attempt_id: attempt } = await reports.chat.message(id);
        const items = order.map((status) => ({ id: wamid, status, biz_opaque_callback_data: attempt }));
        if (atOnce) await Promise.all(items.map(async (item) => reports.report(item)));
        else for (const item of items) await reports.report(item);
        expect(await reports.chat.message(id)).toMatchObject({
          status: "read",
          wamid,
          accepted_at: start,
          read_at: start,
          delivered_at: start,
          failed_at: null,
          error_code: null,
        });
        expect(reports.usage()).toEqual([`message.outbound ${id}`]);
      }),
      { numRuns: 12 },
    );
  });

  test.each(["deleted", "warning", "pinned"])(
    "with the word %s is kept and changes nothing",
    async (status) => {
      const wamid = newWamid();
      const { id } = await reports.sendReply(accepted(wamid));
      expect(await reports.report({ id: wamid, status })).toEqual({ outcome: "no-change", word: status });
      expect(await reports.chat.message(id)).toMatchObject({ status: "accepted" });
      expect(await reports.statusesOf(wamid)).toHaveLength(1);
      expect(services.bus.events).toEqual([]);
    },
  );
});

describe("a report", () => {
  test("to another tenant's number finds nothing of this one's, by neither id", async () => {
    const wamid = newWamid();
    const { id, attemptId } = await reports.sendReply(accepted(wamid));
    const item = { id: wamid, status: "read", biz_opaque_callback_data: attemptId };
    expect((await reports.report(item, { phoneNumberId: globex.outlet.phoneNumberId })).outcome).toBe(
      "parked",
    );
    expect(await reports.chat.message(id)).toMatchObject({ status: "accepted" });
    expect(await reports.statusesOf(wamid)).toMatchObject([{ tenant_id: globex.id, message_id: null }]);
  });

  test("to a number of no outlet is refused for good", async () => {
    const refused = reports.report({ id: "wamid.1", status: "sent" }, { phoneNumberId: "999" });
    await expect(refused).rejects.toMatchObject({ name: "Permanent", code: "unknown-number" });
  });

  test.each([{ id: "wamid.1" }, { status: "sent" }, {}])(
    "of nothing is refused for good: %j",
    async (status) => {
      await expect(reports.report(status)).rejects.toMatchObject({ name: "Permanent", code: "no-status" });
    },
  );

  test("is applied, and its events wait in the outbox, when Pub/Sub is away", async () => {
    const wamid = newWamid();
    const { id, attemptId } = await reports.sendReply({ status: "unknown" });
    services.bus.fail(true);
    await reports.report({ id: wamid, status: "sent", biz_opaque_callback_data: attemptId });
    expect(await reports.chat.message(id)).toMatchObject({ status: "sent" });
    const waiting = await database.adminDb.selectFrom("outbox").select("topic").orderBy("topic").execute();
    expect(waiting).toEqual([{ topic: "conversation.changed" }, { topic: "usage.recorded" }]);
    await database.adminDb.deleteFrom("outbox").execute();
  });
});
