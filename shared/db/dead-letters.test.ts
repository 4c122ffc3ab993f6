import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase } from "../testing/database.ts";
import type { TestDatabase } from "../testing/database.ts";
import { getDeadLetter, listDeadLetters, markReplayed, recordDeadLetter } from "./dead-letters.ts";
import type { NewDeadLetter } from "./dead-letters.ts";
import { seedData } from "../testing/examples/seed-data.ts";
import { inTenant } from "./tenant-scope.ts";

const [acme, globex] = seedData;
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await database.adminDb.deleteFrom("dead_letters").execute();
});
afterAll(async () => database.drop());

function newLetter(change: Partial<NewDeadLetter> = {}): NewDeadLetter {
  return {
    functionName: "inbound",
    messageId: randomUUID(),
    reasonCode: "invalid",
    reason: "No body",
    ...change,
  };
}

describe("recordDeadLetter", () => {
  it("keeps everything that is known of the event, for the platform to read", async () => {
    const letter = newLetter({
      tenantId: acme.id,
      sourceTopic: "message.received",
      eventId: "e1",
      payload: { some: ["thing"] },
      payloadText: "raw",
      attributes: { trace: "t" },
      deliveryAttempt: 5,
    });
    expect(await recordDeadLetter(database.db, letter)).toBe(true);
    expect(await listDeadLetters(database.platformDb, { limit: 10 })).toEqual([
      expect.objectContaining({
        tenant_id: acme.id,
        source_topic: "message.received",
        function_name: "inbound",
        message_id: letter.messageId,
        event_id: "e1",
        reason_code: "invalid",
        reason: "No body",
        payload: { some: ["thing"] },
        payload_text: "raw",
        attributes: { trace: "t" },
        delivery_attempt: 5,
        replayed_at: null,
      }),
    ]);
  });

  it.each([
    ["whose tenant is known", { tenantId: acme.id }],
    ["whose tenant is not known yet", {}],
  ])("keeps one letter of a delivery that comes again, %s", async (_, change) => {
    const letter = newLetter(change);
    const results = await Promise.all(
      Array.from({ length: 5 }, async () => recordDeadLetter(database.db, letter)),
    );
    expect(results.filter(Boolean)).toHaveLength(1);
    expect(await listDeadLetters(database.platformDb, { limit: 10 })).toHaveLength(1);
  });

  it("keeps the same message once for each function that gave it up", async () => {
    const letter = newLetter();
    await recordDeadLetter(database.db, letter);
    expect(await recordDeadLetter(database.db, { ...letter, functionName: "analytics" })).toBe(true);
  });

  it.each([randomUUID(), "not-a-uuid"])(
    "keeps of an event that names a tenant which does not exist only that it was: %s",
    async (tenantId) => {
      const content = { payload: { words: "Hi" }, payloadText: "Hi", attributes: { words: "Hi" } };
      expect(await recordDeadLetter(database.db, newLetter({ tenantId, ...content }))).toBe(true);
      expect(await listDeadLetters(database.platformDb, { limit: 1 })).toMatchObject([
        { tenant_id: null, reason_code: "invalid", payload: null, payload_text: null, attributes: {} },
      ]);
    },
  );

  it("keeps what no Postgres text can hold, with a mark in its place", async () => {
    const odd = "a\0b\uD800c";
    await recordDeadLetter(
      database.db,
      newLetter({ payload: { [odd]: odd }, payloadText: odd, reason: odd }),
    );
    const kept = "a\uFFFDb\uFFFDc";
    expect(await listDeadLetters(database.platformDb, { limit: 1 })).toMatchObject([
      { payload: { [kept]: kept }, payload_text: kept, reason: kept },
    ]);
  });
});

describe("dead letters", () => {
  it("are listed newest first, in pages, and by function, tenant or whether replayed", async () => {
    await recordDeadLetter(database.db, newLetter({ tenantId: acme.id, reason: "1" }));
    await recordDeadLetter(database.db, newLetter({ functionName: "sender", reason: "2" }));
    await recordDeadLetter(database.db, newLetter({ tenantId: globex.id, reason: "3" }));
    const reasons = async (options: Partial<Parameters<typeof listDeadLetters>[1]>): Promise<string[]> =>
      (await listDeadLetters(database.platformDb, { limit: 10, ...options })).map((letter) => letter.reason);
    expect(await reasons({})).toEqual(["3", "2", "1"]);
    const [newest, second] = await listDeadLetters(database.platformDb, { limit: 2 });
    expect(await reasons({ before: second?.id ?? "" })).toEqual(["1"]);
    expect(await reasons({ functionName: "sender" })).toEqual(["2"]);
    expect(await reasons({ tenantId: acme.id })).toEqual(["1"]);
    await markReplayed(database.platformDb, newest?.id ?? "");
    expect(await reasons({ replayed: true })).toEqual(["3"]);
    expect(await reasons({ replayed: false })).toEqual(["2", "1"]);
  });

  it("are marked as replayed once", async () => {
    await recordDeadLetter(database.db, newLetter());
    const [letter] = await listDeadLetters(database.platformDb, { limit: 1 });
    const id = letter?.id ?? "";
    expect(await markReplayed(database.platformDb, id)).toBe(true);
    expect(await markReplayed(database.platformDb, id)).toBe(false);
    expect((await getDeadLetter(database.platformDb, id)).replayed_at).toBeInstanceOf(Date);
  });

  it("are read by a tenant only where they are its own", async () => {
    await recordDeadLetter(database.db, newLetter({ tenantId: acme.id }));
    await recordDeadLetter(database.db, newLetter());
    for (const [tenant, seen] of [
      [acme, 1],
      [globex, 0],
    ] as const) {
      const letters = await inTenant(database.db, tenant.id, async (trx) =>
        listDeadLetters(trx, { limit: 9 }),
      );
      expect(letters).toHaveLength(seen);
    }
  });
});
