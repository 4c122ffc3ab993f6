import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { reserveSend } from "../../shared/billing/reserve-quota.ts";
import { recordTemplate } from "../../shared/templates/queries/message-templates.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { recordSend } from "../../shared/sending/queries/sends.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { sellPlanVersion } from "../../shared/testing/billing.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { claimSend } from "../../shared/conversations/queries/messages.ts";
import { accepted, createReports, newWamid, type Reports } from "./testing/reports.ts";
import { randomUUID } from "node:crypto";
import { statusFunction } from "./services.ts";

const [acme] = seedData;
let database: TestDatabase;
let services: TestServices<typeof statusFunction>;
let reports: Reports;

beforeAll(async () => {
  database = await createTestDatabase();
  services = createTestServices(statusFunction, database);
  await sellPlanVersion(database.adminDb, acme.subscription.plan, {
    allowances: { messages: { included: 100, limit: "hard", overage: null } },
  });
});
beforeEach(async () => {
  services.bus.events.splice(0);
  reports = await createReports(database, services);
});
afterAll(async () => {
  await services.close();
  await database.drop();
});

/** A reply whose sender holds a unit of the quota, and died in the call. */
async function abandonedReply() {
  const reply = await reports.sendReply({ status: "unknown" });
  await hold(reply.id);
  return reply;
}

async function hold(messageId: string): Promise<void> {
  const now = new Date();
  const expiresAt = new Date(now.getTime() + 3_600_000);
  const answer = await inTenant(database.db, acme.id, async (trx) =>
    reserveSend(trx, messageId, { now, expiresAt }),
  );
  expect(answer).toBe("reserved");
}

async function held(messageId: string): Promise<string | undefined> {
  const row = await database.adminDb
    .selectFrom("quota_reservations")
    .select("status")
    .where("subject_id", "=", messageId)
    .executeTakeFirst();
  return row?.status;
}

async function quota() {
  return database.adminDb
    .selectFrom("quotas")
    .select(["reserved", "committed"])
    .where("tenant_id", "=", acme.id)
    .where("allowance", "=", "messages")
    .executeTakeFirstOrThrow();
}

describe("what an abandoned send holds of the quota", () => {
  test.each(["sent", "delivered", "read"])(
    "is used up once a report says %s, and only once",
    async (status) => {
      const { id, attemptId } = await abandonedReply();
      const before = await quota();
      const item = { id: newWamid(), biz_opaque_callback_data: attemptId };
      await reports.report({ ...item, status });
      expect(await held(id)).toBe("committed");
      await reports.report({ ...item, status: "played" });
      await reports.senderLearns(id, attemptId, item.id);
      expect(await quota()).toEqual({ reserved: before.reserved - 1, committed: before.committed + 1 });
      expect(reports.usage()).toEqual([`message.outbound ${id}`]);
    },
  );

  test("is given back when a report says that it failed, and nothing is counted", async () => {
    const { id, attemptId } = await abandonedReply();
    const before = await quota();
    await reports.report({ id: newWamid(), status: "failed", biz_opaque_callback_data: attemptId });
    expect(await held(id)).toBeUndefined();
    expect(await quota()).toEqual({ reserved: before.reserved - 1, committed: before.committed });
    expect(reports.usage()).toEqual([]);
  });

  test("is used up by what WhatsApp had taken before it failed, whichever is told first", async () => {
    for (const words of [
      ["sent", "failed"],
      ["failed", "sent"],
    ]) {
      const { id, attemptId } = await abandonedReply();
      const item = { id: newWamid(), biz_opaque_callback_data: attemptId };
      for (const status of words) await reports.report({ ...item, status });
      expect(await reports.chat.message(id)).toMatchObject({ status: "failed" });
      expect(reports.usage()).toContain(`message.outbound ${id}`);
    }
  });

  test("stays held while nothing is known, and what a failure follows on is not given back twice", async () => {
    const { id, attemptId } = await abandonedReply();
    await reports.report({ id: newWamid(), status: "pinned", biz_opaque_callback_data: attemptId });
    expect(await held(id)).toBe("held");
    const other = await reports.sendReply(accepted("wamid.other"));
    const before = await quota();
    await reports.report({ id: "wamid.other", status: "failed" });
    expect(await quota()).toEqual(before);
    expect(await held(other.id)).toBeUndefined();
  });
});

describe("a template of unknown outcome", () => {
  const template = { type: "template", name: "order_shipped", language: "en" } as const;

  async function sendTemplate(content: object): Promise<{ id: string; attemptId: string }> {
    const { outletId, contactId, conversationId } = reports.chat;
    const attemptId = randomUUID();
    const id = await inTenant(database.db, acme.id, async (trx) => {
      const ids = { outletId, contactId, conversationId };
      const send = { ...ids, senderType: "agent" as const, type: "template", content, body: "[template]" };
      const messageId = await recordSend(trx, { ...send, epoch: null, sentAt: new Date() });
      await claimSend(trx, messageId, { attemptId, leaseUntil: new Date() });
      return messageId;
    });
    return { id, attemptId };
  }

  test("counts once by its category as well, whoever learns of it and how often", async () => {
    await inTenant(database.db, acme.id, async (trx) =>
      recordTemplate(
        trx,
        acme.outlet.businessAccountId,
        { ...template, category: "UTILITY", status: "APPROVED", components: [] },
        new Date(),
      ),
    );
    const { id, attemptId } = await sendTemplate(template);
    const item = { id: newWamid(), biz_opaque_callback_data: attemptId };
    await Promise.all([
      reports.senderLearns(id, attemptId, item.id),
      ...["sent", "delivered", "read", "sent"].map(async (status) => reports.report({ ...item, status })),
    ]);
    expect(reports.usage().toSorted()).toEqual([`message.outbound ${id}`, `template.utility ${id}`]);
  });

  test("that was never listed counts all the same; one that failed counts by nothing", async () => {
    const [sent, failed] = [
      await sendTemplate({ ...template, name: "never_listed" }),
      await sendTemplate(template),
    ];
    await reports.report({ id: newWamid(), status: "sent", biz_opaque_callback_data: sent.attemptId });
    await reports.report({ id: newWamid(), status: "failed", biz_opaque_callback_data: failed.attemptId });
    expect(reports.usage()).toEqual([`message.outbound ${sent.id}`, `template.unknown ${sent.id}`]);
  });
});
