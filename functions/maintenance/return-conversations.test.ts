import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { handBack, handOver } from "../../shared/conversations/queries/conversations.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { awaitLockWait } from "../../shared/testing/await-lock-wait.ts";
import { type Chat, createChat } from "../../shared/testing/chat.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { returnConversations } from "./return-conversations.ts";
import { maintenanceFunction } from "./services.ts";

const [acme] = seedData;
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

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
});
afterAll(async () => database.drop());

test("a conversation that people left idle for a day goes back to the bot, and drafts of before are stale", async () => {
  const chat = await withHuman({ lastWordMs: 25 * 60 * minuteMs, handedOverMs: 25 * 60 * minuteMs });
  const { epoch } = await chat.conversation();
  expect(await returnConversations(services)).toMatchObject({ returned: 1 });
  expect(await chat.conversation()).toMatchObject({ handled_by: "bot", epoch: epoch + 1 });
  expect(services.bus.of("conversation.changed")).toMatchObject([
    { tenantId: acme.id, data: { conversationId: chat.conversationId, change: "handling" } },
  ]);
});

test.each([
  ["somebody wrote within the day", { lastWordMs: minuteMs, handedOverMs: 2 * dayMs }],
  ["it was handed over within the day", { lastWordMs: 2 * dayMs, handedOverMs: minuteMs }],
])("%s: it stays with people", async (_name, ages) => {
  const chat = await withHuman(ages);
  expect(await returnConversations(services)).toMatchObject({ returned: 0 });
  expect(await chat.conversation()).toMatchObject({ handled_by: "human" });
});

test("two runs at once return it once", async () => {
  const chat = await withHuman({ lastWordMs: 2 * dayMs, handedOverMs: 2 * dayMs });
  const { epoch } = await chat.conversation();
  await Promise.all([returnConversations(services), returnConversations(services)]);
  expect((await chat.conversation()).epoch).toBe(epoch + 1);
  expect(services.bus.of("conversation.changed")).toHaveLength(1);
});

test("one that somebody handed back or wrote in meanwhile is left as it is", async () => {
  const chat = await withHuman({ lastWordMs: 2 * dayMs, handedOverMs: 2 * dayMs });
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

async function withHuman(ages: { lastWordMs: number; handedOverMs: number }): Promise<Chat> {
  const chat = await createChat(database.db, acme);
  await chat.customerWrites("I want to talk to a person.");
  await inTenant(database.db, acme.id, async (trx) =>
    handOver(trx, chat.conversationId, { code: "taken", reason: "asked" }),
  );
  await database.adminDb
    .updateTable("conversations")
    .set({
      last_message_at: new Date(Date.now() - ages.lastWordMs),
      handed_off_at: new Date(Date.now() - ages.handedOverMs),
    })
    .where("id", "=", chat.conversationId)
    .execute();
  return chat;
}
