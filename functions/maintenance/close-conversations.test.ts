import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { lockConversation } from "../../shared/conversations/queries/conversations.ts";
import { assign, snooze } from "../../shared/conversations/queries/conversation-acts.ts";
import { toJsonb } from "../../shared/db/jsonb.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { type Chat, createChat } from "../../shared/testing/chat.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { closeConversations } from "./close-conversations.ts";
import { maintenanceFunction } from "./services.ts";
import { wakeConversations } from "./wake-conversations.ts";

const [acme, globex] = seedData;
const hourMs = 60 * 60_000;

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
  await database.adminDb.updateTable("tenants").set({ messaging: "{}" }).execute();
});
afterAll(async () => database.drop());

/** A question that was answered so many hours ago. */
async function answered(hoursAgo: number, tenant: (typeof seedData)[number] = acme): Promise<Chat> {
  const chat = await createChat(database.db, tenant);
  await chat.customerWrites("Are you open?", { sentAt: new Date(Date.now() - hoursAgo * hourMs) });
  await chat.queueReply("Until six.");
  await database.adminDb
    .updateTable("conversations")
    .set({ last_message_at: new Date(Date.now() - hoursAgo * hourMs) })
    .where("id", "=", chat.conversationId)
    .execute();
  return chat;
}

async function set(inbox: object, tenantId = acme.id): Promise<void> {
  await database.adminDb
    .updateTable("tenants")
    .set({ messaging: toJsonb({ inbox }) })
    .where("id", "=", tenantId)
    .execute();
}

async function takenOver(chat: Chat): Promise<void> {
  await inTenant(database.db, chat.tenantId, async (trx) =>
    assign(trx, await lockConversation(trx, chat.conversationId), acme.users[1]?.id ?? ""),
  );
}

describe("closing by idle time", () => {
  test("closes what the bot answered a day ago, and tells whoever looks on", async () => {
    const [old, recent] = [await answered(25), await answered(23)];
    expect(await closeConversations(services)).toEqual({ closed: 1 });
    expect(await old.conversation()).toMatchObject({ status: "closed", outcome: "idle" });
    expect(await recent.conversation()).toMatchObject({ status: "open" });
    expect(services.bus.of("conversation.changed")).toMatchObject([
      { tenantId: acme.id, data: { conversationId: old.conversationId, change: "handling" } },
    ]);
    expect(await closeConversations(services)).toEqual({ closed: 0 });
  });

  test("never closes what people have, unless it is set", async () => {
    const chat = await answered(1000);
    await takenOver(chat);
    expect(await closeConversations(services)).toEqual({ closed: 0 });
    await set({ closeHumanAfterHours: 72 });
    expect(await closeConversations(services)).toEqual({ closed: 1 });
  });

  test("never closes what somebody waits in, or what was put aside", async () => {
    const waiting = await createChat(database.db, acme);
    await waiting.customerWrites("Hello?", { sentAt: new Date(Date.now() - 50 * hourMs) });
    const aside = await answered(50);
    await inTenant(database.db, acme.id, async (trx) =>
      snooze(trx, aside.conversationId, { until: null, now: new Date() }),
    );
    expect(await closeConversations(services)).toEqual({ closed: 0 });
  });

  test("is each tenant's own setting, and can be switched off", async () => {
    const chats = [await answered(3), await answered(3, globex), await answered(90, globex)];
    await set({ closeBotAfterHours: 2 });
    await set({ closeBotAfterHours: null }, globex.id);
    expect(await closeConversations(services)).toEqual({ closed: 1 });
    expect(await Promise.all(chats.map(async (chat) => (await chat.conversation()).status))).toEqual([
      "closed",
      "open",
      "open",
    ]);
  });
});

describe("waking what was put aside", () => {
  async function aside(until: Date | null): Promise<Chat> {
    const chat = await answered(1);
    await inTenant(database.db, acme.id, async (trx) =>
      snooze(trx, chat.conversationId, { until, now: new Date(Date.now() - 2 * hourMs) }),
    );
    return chat;
  }

  test("takes it up at its time, once, and leaves the rest", async () => {
    const due = await aside(new Date(Date.now() - 1000));
    const later = await aside(new Date(Date.now() + hourMs));
    const untilWritten = await aside(null);
    expect(await wakeConversations(services)).toEqual({ woken: 1 });
    expect(await due.conversation()).toMatchObject({ inbox_state: "open", snoozed_at: null });
    expect(await later.conversation()).toMatchObject({ inbox_state: "snoozed" });
    expect(await untilWritten.conversation()).toMatchObject({ inbox_state: "snoozed" });
    expect(services.bus.of("conversation.changed")).toMatchObject([
      { data: { conversationId: due.conversationId } },
    ]);
    expect(await wakeConversations(services)).toEqual({ woken: 0 });
  });
});
