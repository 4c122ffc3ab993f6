import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { OutboundStatus } from "../../conversations/rules/message-status.ts";
import { type Chat, createChat } from "../../testing/chat.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { claimSend, recordStatusChange } from "../../conversations/queries/messages.ts";
import { seedData } from "../../testing/examples/seed-data.ts";
import { listStuckSends } from "./stuck-sends.ts";
import { inTenant } from "../../db/tenant-scope.ts";

const [acme, globex] = seedData;
let database: TestDatabase;
let chat: Chat;

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await database.adminDb.deleteFrom("messages").execute();
  chat = await createChat(database.db, acme);
});
afterAll(async () => database.drop());

async function queue(status: OutboundStatus = "queued", of = chat): Promise<string> {
  await of.customerWrites("Buka?");
  const id = await of.queueReply("Ya");
  if (status !== "queued") {
    await inTenant(database.db, of.tenantId, async (trx) => recordStatusChange(trx, id, { status }));
  }
  return id;
}

const now = new Date();
const earlier = new Date(now.getTime() - 3_600_000);
const later = new Date(now.getTime() + 3_600_000);

async function stuck(options: Partial<Parameters<typeof listStuckSends>[1]> = {}): Promise<string[]> {
  const limits = { now, queuedBefore: earlier, unknownBefore: earlier, limit: 10, ...options };
  return (await listStuckSends(database.platformDb, limits)).map(({ id }) => id);
}

describe("a send is stuck", () => {
  test("when its claim has ended, and not before", async () => {
    const id = await queue();
    await inTenant(database.db, acme.id, async (trx) =>
      claimSend(trx, id, { attemptId: randomUUID(), leaseUntil: now }),
    );
    expect(await stuck()).toEqual([]);
    expect(await stuck({ now: new Date(now.getTime() + 1) })).toEqual([id]);
  });

  test.each([
    ["queued", "queuedBefore"],
    ["unknown", "unknownBefore"],
  ] as const)(
    "when it is %s and nothing has touched it for the time that goes for that",
    async (status, limit) => {
      const id = await queue(status);
      expect(await stuck({ queuedBefore: later, unknownBefore: later, [limit]: earlier })).toEqual([]);
      expect(await stuck({ [limit]: later })).toEqual([id]);
    },
  );

  test("never once it is settled", async () => {
    for (const status of ["accepted", "sent", "read", "failed", "canceled", "unconfirmed"] as const)
      await queue(status);
    await chat.customerWrites("Halo?");
    expect(await stuck({ now: later, queuedBefore: later, unknownBefore: later })).toEqual([]);
  });
});

test("stuck sends of all tenants are listed with what is needed to settle them, the oldest first, up to a number", async () => {
  const other = await createChat(database.db, globex);
  const ids = [await queue(), await queue("unknown", other), await queue()];
  const all = { now, queuedBefore: later, unknownBefore: later, limit: 10 };
  expect(await listStuckSends(database.platformDb, all)).toEqual([
    { id: ids[0], tenantId: acme.id, conversationId: chat.conversationId, status: "queued" },
    { id: ids[1], tenantId: globex.id, conversationId: other.conversationId, status: "unknown" },
    { id: ids[2], tenantId: acme.id, conversationId: chat.conversationId, status: "queued" },
  ]);
  expect(await stuck({ ...all, limit: 2 })).toEqual(ids.slice(0, 2));
});

test("the platform may ask which sends are stuck, and may not read what they say", async () => {
  await queue();
  const words = database.platformDb.selectFrom("messages").select("body").execute();
  await expect(words).rejects.toMatchObject({ code: "42501" });
});
