import { afterAll, beforeAll, expect, test } from "vitest";
import { recordMediaOutcome, recordMessageMedia } from "../../shared/conversations/queries/message-media.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { type Chat, createChat } from "../../shared/testing/chat.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { fetchMedia } from "./fetch-media.ts";
import { maintenanceFunction } from "./services.ts";

let database: TestDatabase;
let services: TestServices<typeof maintenanceFunction>;

beforeAll(async () => {
  database = await createTestDatabase();
  services = createTestServices(maintenanceFunction, database);
});
afterAll(async () => {
  await services.close();
  await database.drop();
});

/** A message with a file whose next attempt is due in so many milliseconds. */
async function wait(chat: Chat, dueInMs: number): Promise<string> {
  const { id: messageId } = await chat.customerWrites("[image]", { type: "image" });
  await inTenant(database.db, chat.tenantId, async (trx) => {
    await recordMessageMedia(trx, { messageId, mediaId: "M1", expiresAt: new Date(Date.now() + 60_000) });
    const nextAttemptAt = new Date(Date.now() + dueInMs);
    await recordMediaOutcome(trx, messageId, { status: "pending", reason: "http-500", nextAttemptAt });
  });
  return messageId;
}

test("files whose next attempt is due are asked for again, and those of deleted messages are removed, of every tenant, and no others", async () => {
  const chats = await Promise.all(seedData.map(async (tenant) => createChat(database.db, tenant)));
  const due = await Promise.all(chats.map(async (chat) => wait(chat, -1)));
  const [chat] = chats;
  if (chat === undefined) throw new Error("no tenants are seeded");
  await wait(chat, 60_000);
  const done = await wait(chat, -1);
  await inTenant(database.db, chat.tenantId, async (trx) =>
    recordMediaOutcome(trx, done, { status: "lost", reason: "error-33" }),
  );
  const deleted = await wait(chat, -1);
  await inTenant(database.db, chat.tenantId, async (trx) => {
    await trx.updateTable("messages").set({ revoked_at: new Date() }).where("id", "=", deleted).execute();
  });
  expect(await fetchMedia(services)).toEqual({ requested: 3 });
  const asked = services.bus.of("media.received");
  expect(asked.map(({ data }) => data.messageId).toSorted()).toEqual([...due, deleted].toSorted());
  expect(new Set(asked.map(({ tenantId }) => tenantId))).toEqual(new Set(seedData.map(({ id }) => id)));
});
