import { afterAll, beforeAll, expect, test } from "vitest";
import { seedData } from "../../shared/db/seed-data.ts";
import { buildEvent, buildTextMessage } from "../../shared/testing/builders.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { handle } from "./handle.ts";

const [acme, globex] = seedData;
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

let minute = 0;

/** The customer writes, a minute after the last time; resolves to since when the contact wants no marketing. */
async function say(from: string, text: string, { outlet } = acme): Promise<Date | null> {
  minute += 1;
  const timestamp = String(Math.floor(Date.UTC(2026, 10, 20, 10, minute) / 1000));
  const event = buildEvent("message.received", {
    phoneNumberId: outlet.phoneNumberId,
    wabaId: outlet.businessAccountId,
    receivedAt: new Date().toISOString(),
    source: "message",
    message: buildTextMessage(text, { from, timestamp }),
  });
  expect(await handle(event, services)).toMatchObject({ outcome: "stored" });
  const { opted_out_at: optedOutAt } = await database.adminDb
    .selectFrom("contacts")
    .select("opted_out_at")
    .where("phone", "=", from)
    .where("tenant_id", "=", outlet === acme.outlet ? acme.id : globex.id)
    .executeTakeFirstOrThrow();
  return optedOutAt;
}

test("STOP opts out of marketing with its time and word, START opts in again; other words change nothing", async () => {
  const phone = "6281100000001";
  expect(await say(phone, "Where is the bus stop?")).toBeNull();
  expect(await say(phone, "Stop!")).not.toBeNull();
  expect(await say(phone, "hello")).not.toBeNull();
  expect(await say(phone, "START")).toBeNull();
  const kept = await database.adminDb
    .selectFrom("consents")
    .select(["action", "source", "detail"])
    .orderBy("occurred_at")
    .execute();
  expect(kept).toEqual([
    { action: "opt_out", source: "keyword", detail: "Stop!" },
    { action: "opt_in", source: "keyword", detail: "START" },
  ]);
});

test("of one tenant only; and a tenant's own words take the place of the usual ones", async () => {
  const phone = "6281100000002";
  await database.adminDb
    .updateTable("tenants")
    .set({ messaging: JSON.stringify({ stopWords: ["genug"] }) })
    .where("id", "=", globex.id)
    .execute();
  expect(await say(phone, "STOP")).not.toBeNull();
  expect(await say(phone, "STOP", globex)).toBeNull();
  expect(await say(phone, "Genug.", globex)).not.toBeNull();
});
