import * as fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { splitWebhook } from "../../shared/domain/whatsapp/split-webhook.ts";
import { buildEvent } from "../../shared/testing/builders.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { handle } from "./handle.ts";
import { bodyOf, type DrawnItem, histories } from "./testing/draw-history.ts";

let database: TestDatabase;
let services: TestServices<"inbound">;

beforeAll(async () => {
  database = await createTestDatabase();
  services = createTestServices("inbound", database);
});
afterAll(async () => {
  await services.close();
  await database.drop();
});

/** How a history reaches us: in which order, with which copies, in how many bodies. */
type Way = { order: number[]; copies: boolean[]; bodySize: number; atOnce: number };

const ways: fc.Arbitrary<Way> = fc.record({
  order: fc.array(fc.nat({ max: 1_000_000 }), { minLength: 60, maxLength: 60 }),
  copies: fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }),
  bodySize: fc.constantFrom(1, 3, 20, 1_000),
  atOnce: fc.constantFrom(1, 8),
});

async function deliver(history: readonly DrawnItem[], way: Way): Promise<void> {
  const copied = history.flatMap((item, index) => (way.copies[index] === true ? [item, item] : [item]));
  const sorted = copied
    .map((item, index) => ({ item, rank: way.order[index % way.order.length] ?? index, index }))
    .toSorted((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ item }) => item);
  const events: Parameters<typeof handle>[0][] = [];
  for (let at = 0; at < sorted.length; at += way.bodySize) {
    for (const item of splitWebhook(bodyOf(sorted.slice(at, at + way.bodySize)))) {
      if (item.kind === "account") continue;
      if (item.kind !== "message") throw new Error(`an item was not read: ${JSON.stringify(item)}`);
      const { kind: _, ...data } = item;
      events.push(buildEvent("message.received", { ...data, receivedAt: "2026-11-21T00:00:00.000Z" }));
    }
  }
  const workers = Array.from({ length: way.atOnce }, async () => {
    for (let event = events.shift(); event !== undefined; event = events.shift()) await untilDone(event);
  });
  await Promise.all(workers);
}

/** As Pub/Sub delivers again what failed. */
async function untilDone(event: Parameters<typeof handle>[0], attempt = 1): Promise<void> {
  try {
    await handle(event, services);
  } catch (error) {
    if (attempt === 5) throw error;
    await untilDone(event, attempt + 1);
  }
}

/** All that is stored, without ids and without what tells when or in which order we stored it. */
async function takeAll(): Promise<unknown> {
  const { rows } = await sql<{ all: unknown }>`
    with who as (
      select id, concat_ws('/', tenant_id, phone, business_scoped_user_id, group_id) as name from contacts
    ), place as (
      select c.id, concat_ws('/', who.name, c.status, c.imported) as name from conversations c join who on who.id = c.contact_id
    )
    select jsonb_build_object(
      'contacts', (select jsonb_agg(name order by name) from who),
      'aliases', (select jsonb_agg(x order by x) from (
        select concat_ws(' ', who.name, a.kind, a.value) x from contact_aliases a join who on who.id = a.contact_id) s),
      'conversations', (select jsonb_agg(x order by x) from (
        select jsonb_build_array(place.name, c.handled_by, c.handoff_reason, c.last_message_at, c.last_customer_message_at) x
        from conversations c join place using (id)) s),
      'messages', (select jsonb_agg(x order by x) from (
        select jsonb_build_array(place.name, who.name, m.wamid, m.direction, m.sender_type, m.status, m.type, m.body, m.content,
          m.raw, m.sent_at, m.reactions, m.edited_at, m.revoked_at, m.original) x
        from messages m join place on place.id = m.conversation_id join who on who.id = m.contact_id) s),
      'changes', (select jsonb_agg(x order by x) from (
        select jsonb_build_array(c.wamid, c.kind, who.name, m.wamid) x
        from message_changes c join who on who.id = c.contact_id left join messages m on m.id = c.message_id) s),
      'media', (select jsonb_agg(x order by x) from (
        select jsonb_build_array(m.wamid, f.media_id, f.status, f.expires_at) x from message_media f join messages m on m.id = f.message_id) s)
    ) as all`.execute(database.adminDb);
  return rows[0]?.all;
}

async function clear(): Promise<void> {
  await database.adminDb.deleteFrom("contacts").execute();
  services.bus.events.splice(0);
}

test("a history ends in the same database in whatever order, copies and bodies it comes, and at once", async () => {
  await fc.assert(
    fc.asyncProperty(histories, ways, ways, async (history, first, second) => {
      await clear();
      await deliver(history, first);
      const stored = await takeAll();
      await clear();
      await deliver(history, second);
      expect(await takeAll()).toEqual(stored);
    }),
    { numRuns: 12, interruptAfterTimeLimit: 45_000 },
  );
}, 90_000);
