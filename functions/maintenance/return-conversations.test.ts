import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { handBack, handOver, takeOver } from "../../shared/conversations/queries/conversations.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { toJsonb } from "../../shared/db/jsonb.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { handOverToPeople } from "../../shared/sending/hand-over-to-people.ts";
import { awaitLockWait } from "../../shared/testing/await-lock-wait.ts";
import { type Chat, createChat } from "../../shared/testing/chat.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { returnConversations } from "./return-conversations.ts";
import { maintenanceFunction } from "./services.ts";

const [acme] = seedData;
const minuteMs = 60_000;
/** Only around midnight of a day that has no name is it never open. */
const neverOpen = { weekly: {} };

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
  await database.adminDb.deleteFrom("conversations").execute();
  await database.adminDb.updateTable("tenants").set({ messaging: "{}", quota_state: "ok" }).execute();
  await database.adminDb.updateTable("outlets").set({ business_hours: null }).execute();
});
afterAll(async () => database.drop());

test("what nobody took in half an hour is the bot's again, which answers what waits", async () => {
  const { chat, question } = await waiting(31);
  const { epoch } = await chat.conversation();
  expect(await returnConversations(services)).toEqual({ returned: 1, answering: 1 });
  expect(await chat.conversation()).toMatchObject({
    handled_by: "bot",
    epoch: epoch + 1,
    take_back_at: null,
  });
  expect(services.bus.of("conversation.changed")).toMatchObject([
    { tenantId: acme.id, data: { conversationId: chat.conversationId, change: "handling" } },
  ]);
  expect(services.bus.of("reply.requested")).toMatchObject([
    { tenantId: acme.id, data: { conversationId: chat.conversationId, messageId: question } },
  ]);
});

test("it counts from the hand-over, whatever the customer writes meanwhile; the last word is what is answered", async () => {
  const { chat } = await waiting(31);
  const last = await chat.customerWrites("Hello?");
  expect(await returnConversations(services)).toEqual({ returned: 1, answering: 1 });
  expect(services.bus.of("reply.requested")).toMatchObject([{ data: { messageId: last.id } }]);
});

test.each([
  ["within half an hour, while people are there", 29, undefined],
  ["within four hours, while they are not", 239, neverOpen],
])("%s it stays with people", async (_when, minutes, hours) => {
  const { chat } = await waiting(minutes, hours);
  expect(await returnConversations(services)).toMatchObject({ returned: 0 });
  expect(await chat.conversation()).toMatchObject({ handled_by: "human" });
});

test("after four hours without people it is the bot's again", async () => {
  await waiting(241, neverOpen);
  expect(await returnConversations(services)).toMatchObject({ returned: 1 });
});

test("once the service window is closed it is the bot's again, and nothing is answered", async () => {
  const { chat } = await waiting(31);
  await age(chat, { last_customer_message_at: new Date(Date.now() - 25 * 60 * minuteMs) });
  expect(await returnConversations(services)).toEqual({ returned: 1, answering: 0 });
});

test("what the bot tries again in vain stays with people, until the customer writes on", async () => {
  const { chat } = await waiting(31);
  await returnConversations(services);
  await handOverAgo(chat, 31);
  expect(await returnConversations(services)).toMatchObject({ returned: 0 });
  expect(await chat.conversation()).toMatchObject({ handled_by: "human", take_back_at: null });
});

test("what somebody took is theirs, by default for good", async () => {
  const { chat } = await waiting(31);
  await inTenant(database.db, acme.id, async (trx) =>
    takeOver(trx, await chat.conversation(), { code: "taken", userId: acme.users[0]?.id }),
  );
  await age(chat, { take_back_at: new Date() });
  expect(await returnConversations(services)).toMatchObject({ returned: 0 });
  await setTakeBack({ whenTaken: 120 });
  await age(chat, { take_back_at: new Date(), handed_off_at: new Date(Date.now() - 121 * minuteMs) });
  expect(await returnConversations(services)).toEqual({ returned: 1, answering: 1 });
});

test("never is never", async () => {
  await setTakeBack({ insideHours: null });
  const { chat } = await waiting(10_000);
  expect(await chat.conversation()).toMatchObject({ take_back_at: null });
  expect(await returnConversations(services)).toMatchObject({ returned: 0 });
});

test("while the plan lets no bot answer, it waits", async () => {
  const { chat } = await waiting(31);
  await database.adminDb.updateTable("tenants").set({ quota_state: "exhausted" }).execute();
  expect(await returnConversations(services)).toMatchObject({ returned: 0 });
  expect((await chat.conversation()).take_back_at?.getTime()).toBeGreaterThan(Date.now());
});

test("two runs at once take it back once", async () => {
  const { chat } = await waiting(31);
  const { epoch } = await chat.conversation();
  await Promise.all([returnConversations(services), returnConversations(services)]);
  expect((await chat.conversation()).epoch).toBe(epoch + 1);
  expect(services.bus.of("reply.requested")).toHaveLength(1);
});

test("one that was handed back and over again meanwhile is left as it is", async () => {
  const { chat } = await waiting(31);
  const { running, epoch } = await inTenant(database.db, acme.id, async (trx) => {
    await trx
      .selectFrom("conversations")
      .select("id")
      .where("id", "=", chat.conversationId)
      .forUpdate()
      .execute();
    const started = returnConversations(services);
    await awaitLockWait(database.adminDb, "maintenance");
    await handBack(trx, chat.conversationId);
    const changed = await handOver(trx, chat.conversationId, { code: "taken", reason: "agent" });
    return { running: started, epoch: changed };
  });
  expect(await running).toMatchObject({ returned: 0 });
  expect(await chat.conversation()).toMatchObject({ handled_by: "human", epoch });
});

/** A conversation whose question was handed over so long ago. */
async function waiting(minutes: number, hours?: object): Promise<{ chat: Chat; question: string }> {
  if (hours !== undefined)
    await database.adminDb
      .updateTable("outlets")
      .set({ business_hours: toJsonb(hours) })
      .execute();
  const chat = await createChat(database.db, acme);
  const { id: question } = await chat.customerWrites("Do you rent out tents?");
  await handOverAgo(chat, minutes);
  return { chat, question };
}

async function handOverAgo(chat: Chat, minutes: number): Promise<void> {
  const now = new Date(Date.now() - minutes * minuteMs);
  await inTenant(database.db, acme.id, async (trx) =>
    handOverToPeople(
      { trx, emit: () => undefined },
      await chat.conversation(),
      { code: "no-answer", reason: "no-source" },
      { now },
    ),
  );
  await age(chat, { handed_off_at: now });
}

async function age(chat: Chat, columns: Record<string, Date>): Promise<void> {
  await database.adminDb
    .updateTable("conversations")
    .set(columns)
    .where("id", "=", chat.conversationId)
    .execute();
}

async function setTakeBack(takeBack: object): Promise<void> {
  await database.adminDb
    .updateTable("tenants")
    .set({ messaging: toJsonb({ takeBack }) })
    .execute();
}
