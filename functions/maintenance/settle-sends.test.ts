import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { claimSend } from "../../shared/conversations/queries/messages.ts";
import type { Message } from "../../shared/db/schema.d.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { awaitLockWait } from "../../shared/testing/await-lock-wait.ts";
import { type Chat, createChat } from "../../shared/testing/chat.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { settleSends } from "./settle-sends.ts";
import { maintenanceFunction } from "./services.ts";

const [acme] = seedData;
const minuteMs = 60_000;

let database: TestDatabase;
let services: TestServices<typeof maintenanceFunction>;

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => {
  services = createTestServices(maintenanceFunction, database);
});
afterEach(async () => {
  await services.close();
  await database.adminDb.deleteFrom("messages").execute();
});
afterAll(async () => database.drop());

test("an abandoned claim becomes unknown, and is shown", async () => {
  const { chat, messageId } = await claimed(-1);
  expect(await settleSends(services)).toMatchObject({ unknown: 1, requeued: 0, unconfirmed: 0 });
  expect(await chat.message(messageId)).toMatchObject({ status: "unknown", lease_until: null });
  expect(services.bus.of("conversation.changed")).toMatchObject([{ data: { messageId, change: "status" } }]);
  expect(services.bus.of("message.queued")).toEqual([]);
});

test("a claim whose lease lives is left alone", async () => {
  const { chat, messageId } = await claimed(minuteMs);
  expect(await settleSends(services)).toMatchObject({ unknown: 0 });
  expect(await chat.message(messageId)).toMatchObject({ status: "sending" });
});

test("an unknown send that nothing settled in time goes to a human as unconfirmed, and is not sent again", async () => {
  const { chat, messageId } = await queued();
  await put(messageId, { status: "unknown" }, 11 * minuteMs);
  expect(await settleSends(services)).toMatchObject({ unconfirmed: 1 });
  expect(await chat.message(messageId)).toMatchObject({ status: "unconfirmed" });
  expect(await chat.conversation()).toMatchObject({
    handled_by: "human",
    handoff_reason: "send-unconfirmed",
  });
  expect(services.bus.of("message.queued")).toEqual([]);
});

test("a younger unknown send waits for its status", async () => {
  const { chat, messageId } = await queued();
  await put(messageId, { status: "unknown" }, 9 * minuteMs);
  expect(await settleSends(services)).toMatchObject({ unconfirmed: 0 });
  expect(await chat.conversation()).toMatchObject({ handled_by: "bot" });
});

test("a queued message that lost its event is queued anew, once in a while", async () => {
  const { chat, messageId } = await queued();
  await put(messageId, {}, 6 * minuteMs);
  expect(await settleSends(services)).toMatchObject({ requeued: 1 });
  expect(await settleSends(services)).toMatchObject({ requeued: 0 });
  expect(services.bus.of("message.queued")).toMatchObject([
    { tenantId: acme.id, data: { messageId, conversationId: chat.conversationId } },
  ]);
  expect(await chat.message(messageId)).toMatchObject({ status: "queued" });
});

test("a fresh queued message is left to its event", async () => {
  await queued();
  expect(await settleSends(services)).toMatchObject({ requeued: 0 });
});

test("two runs at once settle each message once", async () => {
  const { messageId: abandoned } = await claimed(-1);
  const { messageId: unknown, chat } = await queued();
  await put(unknown, { status: "unknown" }, 11 * minuteMs);
  const { epoch } = await chat.conversation();
  const results = await Promise.all([settleSends(services), settleSends(services)]);
  expect(results.reduce((sum, count) => sum + count.unknown, 0)).toBe(1);
  expect(results.reduce((sum, count) => sum + count.unconfirmed, 0)).toBe(1);
  expect((await chat.conversation()).epoch).toBe(epoch + 1);
  const shown = services.bus
    .of("conversation.changed")
    .filter(({ data }) => data.change === "status")
    .map(({ data }) => data.messageId);
  expect(shown).toHaveLength(2);
  expect(new Set(shown)).toEqual(new Set([abandoned, unknown]));
});

test("a message that moved on while the job waited for it is left alone: settled, or claimed anew", async () => {
  const settled = await claimed(-1);
  const reclaimed = await claimed(-1);
  const { running } = await inTenant(database.db, acme.id, async (trx) => {
    await trx.selectFrom("messages").select("id").forUpdate().execute();
    const started = settleSends(services);
    await awaitLockWait(database.adminDb, "maintenance");
    await trx
      .updateTable("messages")
      .set({ status: "delivered" })
      .where("id", "=", settled.messageId)
      .execute();
    await trx
      .updateTable("messages")
      .set({ status: "queued" })
      .where("id", "=", reclaimed.messageId)
      .execute();
    const leaseUntil = new Date(Date.now() + minuteMs);
    await claimSend(trx, reclaimed.messageId, { attemptId: randomUUID(), leaseUntil });
    return { running: started };
  });
  expect(await running).toMatchObject({ unknown: 0, requeued: 0, unconfirmed: 0 });
  expect(await settled.chat.message(settled.messageId)).toMatchObject({ status: "delivered" });
  expect(await reclaimed.chat.message(reclaimed.messageId)).toMatchObject({ status: "sending" });
});

test("it does not deadlock with a function that holds the conversation and wants the message", async () => {
  const { chat, messageId } = await queued();
  await put(messageId, { status: "unknown" }, 11 * minuteMs);
  const { running } = await inTenant(database.db, acme.id, async (trx) => {
    await trx
      .selectFrom("conversations")
      .select("id")
      .where("id", "=", chat.conversationId)
      .forUpdate()
      .execute();
    const started = settleSends(services);
    await awaitLockWait(database.adminDb, "maintenance");
    await trx.selectFrom("messages").select("id").where("id", "=", messageId).forUpdate().execute();
    return { running: started };
  });
  expect(await running).toMatchObject({ unconfirmed: 1 });
});

async function queued(): Promise<{ chat: Chat; messageId: string }> {
  const chat = await createChat(database.db, acme);
  await chat.customerWrites("When do you open?");
  return { chat, messageId: await chat.queueReply("At nine.") };
}

async function claimed(leaseMs: number): Promise<{ chat: Chat; messageId: string }> {
  const { chat, messageId } = await queued();
  await inTenant(database.db, acme.id, async (trx) =>
    claimSend(trx, messageId, { attemptId: randomUUID(), leaseUntil: new Date(Date.now() + leaseMs) }),
  );
  return { chat, messageId };
}

/** Sets the row as if nobody had touched it for so long; superusers may hold off the trigger that notes every touch. */
async function put(
  messageId: string,
  change: { status?: Message["status"] },
  untouchedMs: number,
): Promise<void> {
  await database.adminDb.transaction().execute(async (trx) => {
    await sql`set local session_replication_role = replica`.execute(trx);
    const updated_at = new Date(Date.now() - untouchedMs);
    await trx
      .updateTable("messages")
      .set({ ...change, updated_at })
      .where("id", "=", messageId)
      .execute();
  });
}
