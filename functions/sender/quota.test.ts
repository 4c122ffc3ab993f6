import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seed } from "../../emulators/stack/seed.ts";
import type { TestServer } from "../../emulators/servers/whatsapp/testing/test-server.ts";
import { findDrift } from "../../shared/billing/queries/find-drift.ts";
import { isDatabaseAway } from "../../shared/db/errors.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { Retry } from "../../shared/runtime/errors.ts";
import { sellPlanVersion } from "../../shared/testing/billing.ts";
import { buildEvent } from "../../shared/testing/builders.ts";
import { type Chat, createChat } from "../../shared/testing/chat.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { createTestServices, testSecretsKey, type TestServices } from "../../shared/testing/services.ts";
import { startSeededWhatsApp } from "../../emulators/testing/whatsapp.ts";
import { handle } from "./handle.ts";
import { senderFunction } from "./services.ts";

const [acme, globex] = seedData;
const quota = 100;
const sends = 1_000;
const refusals = 20;

let database: TestDatabase;
let whatsapp: TestServer;
let services: TestServices<typeof senderFunction>;

beforeAll(async () => {
  [database, whatsapp] = await Promise.all([createTestDatabase(), startSeededWhatsApp()]);
  await seed(database.ownerUrl, testSecretsKey);
  services = createTestServices(senderFunction, database, { WHATSAPP_GRAPH_URL: whatsapp.url });
  await sellPlanVersion(database.adminDb, acme.subscription.plan, {
    allowances: { messages: { included: quota, limit: "hard", overage: null } },
  });
});
afterAll(async () => {
  await Promise.all([services.close(), whatsapp.close()]);
  await database.drop();
});

type Queued = { chat: Chat; messageId: string };

async function queue(tenant: (typeof seedData)[number]): Promise<Queued> {
  const chat = await createChat(database.db, tenant);
  await chat.customerWrites("When do you open?");
  return { chat, messageId: await chat.queueReply("At nine.") };
}

/** As Pub/Sub: again until it is acknowledged. */
async function deliver({ chat, messageId }: Queued): Promise<void> {
  const { conversationId, tenantId } = chat;
  const event = buildEvent("message.queued", { conversationId, messageId }, tenantId);
  for (;;) {
    try {
      await handle(event, services, { attempt: 1, maxAttempts: 20 });
      return;
    } catch (error) {
      // On a busy machine a thousand wait for a connection longer than any may.
      if (!(error instanceof Retry) && !isDatabaseAway(error)) throw error;
      await sleep(20);
    }
  }
}

async function quotaOf(tenantId: string) {
  return database.adminDb
    .selectFrom("quotas")
    .select(["used", "reserved", "committed"])
    .where("tenant_id", "=", tenantId)
    .where("allowance", "=", "messages")
    .executeTakeFirstOrThrow();
}

describe("a hard quota", () => {
  test(`of ${quota} lets exactly ${quota} of ${sends} concurrent sends through, though WhatsApp refuses some`, async () => {
    const queued: Queued[] = [];
    for (let batch = 0; batch < sends / 50; batch += 1) {
      queued.push(...(await Promise.all(Array.from({ length: 50 }, async () => queue(acme)))));
    }
    // For good: what they held goes to others.
    await whatsapp.faults({ send: { errors: [{ code: 131026, times: refusals }] } });
    await Promise.all(queued.map(deliver));

    expect((await whatsapp.sends()).length).toBe(quota);
    const statuses = await database.adminDb
      .selectFrom("messages")
      .select((select) => ["status", "error_detail", select.fn.countAll<number>().as("count")])
      .where("direction", "=", "outbound")
      .where("tenant_id", "=", acme.id)
      .groupBy(["status", "error_detail"])
      .execute();
    const countOf = (wanted: (row: (typeof statuses)[number]) => boolean): number =>
      statuses.filter(wanted).reduce((sum, { count }) => sum + count, 0);
    expect(countOf(({ status }) => status === "accepted")).toBe(quota);
    expect(countOf(({ error_detail: detail }) => detail === "quota-exhausted")).toBe(
      sends - quota - refusals,
    );
    expect(await quotaOf(acme.id)).toEqual({ used: 0, reserved: 0, committed: quota });
    expect(services.bus.of("usage.recorded")).toHaveLength(quota);
    expect(await inTenant(database.db, acme.id, findDrift)).toEqual([]);
  }, 240_000);

  test("gives the conversation of a message that it refuses to humans", async () => {
    const queued = await queue(acme);
    await deliver(queued);
    expect(await queued.chat.message(queued.messageId)).toMatchObject({
      status: "failed",
      error_detail: "quota-exhausted",
    });
    expect(await queued.chat.conversation()).toMatchObject({
      handled_by: "human",
      handoff_reason: "quota-exhausted",
    });
  });
});

describe("a soft quota", () => {
  test("holds nothing back, and holds nothing for a send", async () => {
    const queued = await queue(globex);
    await deliver(queued);
    expect(await queued.chat.message(queued.messageId)).toMatchObject({ status: "accepted" });
    const held = await database.adminDb
      .selectFrom("quota_reservations")
      .select("id")
      .where("tenant_id", "=", globex.id)
      .execute();
    expect(held).toEqual([]);
  });

  test("of a suspended account lets nothing out but the notice", async () => {
    await database.adminDb
      .updateTable("tenants")
      .set({ quota_state: "suspended" })
      .where("id", "=", globex.id)
      .execute();
    const [answer, notice] = [await queue(globex), await queue(globex)];
    await database.adminDb
      .updateTable("messages")
      .set({ sender_type: "system" })
      .where("id", "=", notice.messageId)
      .execute();
    await Promise.all([answer, notice].map(deliver));
    expect((await answer.chat.message(answer.messageId)).error_detail).toBe("quota-suspended");
    expect((await notice.chat.message(notice.messageId)).status).toBe("accepted");
  });
});
