import { afterAll, beforeAll, expect, test } from "vitest";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { createChat } from "../../shared/testing/chat.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { forgetStale } from "./forget-stale.ts";
import { maintenanceFunction } from "./services.ts";

const [acme, globex] = seedData;
const dayMs = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * dayMs);
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

test("statuses that wait for a message longer than 7 days are forgotten, of every tenant; no others", async () => {
  const chat = await createChat(database.db, acme);
  await chat.customerWrites("hello");
  const messageId = await chat.queueReply("Hello!");
  const status = (wamid: string, days: number, tenant = acme, of: string | null = null) => ({
    tenant_id: tenant.id,
    outlet_id: tenant.outlet.id,
    message_id: of,
    wamid,
    status: "sent",
    occurred_at: ago(days),
    created_at: ago(days),
  });
  await database.adminDb
    .insertInto("message_statuses")
    .values([
      status("old", 7.1),
      status("old too", 8, globex),
      status("young", 6.9),
      status("joined", 30, acme, messageId),
    ])
    .execute();
  expect(await forgetStale(services)).toMatchObject({ statuses: 2 });
  const left = await database.adminDb
    .selectFrom("message_statuses")
    .select("wamid")
    .orderBy("wamid")
    .execute();
  expect(left.map(({ wamid }) => wamid)).toEqual(["joined", "young"]);
  expect(await forgetStale(services)).toMatchObject({ statuses: 0 });
});

test("token buckets that have been full for a day are forgotten, unless they are held", async () => {
  const bucket = (days: number, outletId: string, tenantId: string, heldUntil: Date | null = null) => ({
    tenant_id: tenantId,
    outlet_id: outletId,
    full_at: ago(days),
    held_until: heldUntil,
  });
  await database.adminDb
    .insertInto("send_pacing")
    .values([bucket(2, acme.outlet.id, acme.id), bucket(2, globex.outlet.id, globex.id, ago(-1))])
    .execute();
  expect(await forgetStale(services)).toMatchObject({ buckets: 1 });
  const left = await database.adminDb.selectFrom("send_pacing").select("outlet_id").execute();
  expect(left).toEqual([{ outlet_id: globex.outlet.id }]);
});
