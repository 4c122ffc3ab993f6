import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Chat, createChat } from "../../testing/chat.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { handBack, handOver } from "./conversations.ts";
import { listIdleConversations } from "./idle-conversations.ts";
import { seedData } from "../../testing/examples/seed-data.ts";
import { inTenant } from "../../db/tenant-scope.ts";

const [acme, globex] = seedData;
let database: TestDatabase;
let chat: Chat;

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await database.adminDb.deleteFrom("conversations").execute();
  chat = await createChat(database.db, acme);
});
afterAll(async () => database.drop());

const hour = 3_600_000;
const hoursAgo = (hours: number) => new Date(Date.now() - hours * hour);

/** A conversation that a human took over and in which the customer wrote, so long ago. */
async function handOverAgo(
  { handedOff, lastMessage }: { handedOff: Date; lastMessage?: Date },
  of = chat,
): Promise<void> {
  if (lastMessage !== undefined) await of.customerWrites("Halo?", { sentAt: lastMessage });
  await inTenant(database.db, of.tenantId, async (trx) =>
    handOver(trx, of.conversationId, { code: "taken", reason: "asked" }),
  );
  await database.adminDb
    .updateTable("conversations")
    .set({ handed_off_at: handedOff })
    .where("id", "=", of.conversationId)
    .execute();
}

async function idle(idleBefore = hoursAgo(24), limit = 10): Promise<string[]> {
  return (await listIdleConversations(database.platformDb, { idleBefore, limit })).map(({ id }) => id);
}

const giveBack = async (of = chat) =>
  inTenant(database.db, of.tenantId, async (trx) => handBack(trx, of.conversationId, hoursAgo(24)));

describe("a conversation with a human is idle", () => {
  test("once nobody has said a word for so long, and is given back to the bot once", async () => {
    await handOverAgo({ handedOff: hoursAgo(30), lastMessage: hoursAgo(25) });
    const { epoch } = await chat.conversation();
    expect(await idle()).toEqual([chat.conversationId]);
    expect(await giveBack()).toBe(true);
    expect(await chat.conversation()).toMatchObject({ handled_by: "bot", epoch: epoch + 1 });
    expect(await giveBack()).toBe(false);
    expect(await idle()).toEqual([]);
  });

  test("also when no message is known of it", async () => {
    await handOverAgo({ handedOff: hoursAgo(25) });
    expect(await idle()).toEqual([chat.conversationId]);
  });

  test.each([
    ["somebody wrote since", { handedOff: hoursAgo(30), lastMessage: hoursAgo(23) }],
    ["it was handed over since", { handedOff: hoursAgo(23), lastMessage: hoursAgo(30) }],
  ])("not when %s", async (_what, times) => {
    await handOverAgo(times);
    expect(await idle()).toEqual([]);
    expect(await giveBack()).toBe(false);
    expect(await chat.conversation()).toMatchObject({ handled_by: "human" });
  });

  test("not when it is the bot's or closed", async () => {
    await chat.customerWrites("Halo?", { sentAt: hoursAgo(30) });
    expect(await idle()).toEqual([]);
    await handOverAgo({ handedOff: hoursAgo(30) });
    await database.adminDb
      .updateTable("conversations")
      .set({ status: "closed", closed_at: new Date() })
      .execute();
    expect(await idle()).toEqual([]);
  });
});

test("idle conversations are listed of all tenants, up to a number", async () => {
  const other = await createChat(database.db, globex);
  await handOverAgo({ handedOff: hoursAgo(30) });
  await handOverAgo({ handedOff: hoursAgo(30) }, other);
  const listed = await listIdleConversations(database.platformDb, { idleBefore: hoursAgo(24), limit: 10 });
  expect(listed.toSorted((a, b) => a.tenantId.localeCompare(b.tenantId))).toEqual([
    { id: chat.conversationId, tenantId: acme.id },
    { id: other.conversationId, tenantId: globex.id },
  ]);
  expect(await idle(hoursAgo(24), 1)).toHaveLength(1);
});
