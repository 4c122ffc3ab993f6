import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { seedData } from "../../testing/examples/seed-data.ts";
import { fillEveryTable } from "../../testing/fill-every-table.ts";
import { inTenant } from "../tenant-scope.ts";
import { prepareRestored } from "./after-restore.ts";

const [acme, globex] = seedData;
let current: TestDatabase;
let restored: TestDatabase;

beforeAll(async () => {
  [current, restored] = [await createTestDatabase(), await createTestDatabase()];
});
afterAll(async () => {
  await current?.drop();
  await restored?.drop();
});

async function statuses(): Promise<Record<string, number>> {
  const rows = await restored.adminDb
    .selectFrom("messages")
    .select(["status", sql<number>`count(*)`.as("count")])
    .groupBy("status")
    .execute();
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}

test("sends of the restored moment are not sent again, and tenants erased since are erased again", async () => {
  for (const tenant of seedData)
    await inTenant(restored.db, tenant.id, async (trx) => fillEveryTable(trx, tenant));
  await restored.adminDb
    .updateTable("messages")
    .set({ status: "queued" })
    .where("direction", "=", "outbound")
    .execute();
  const { queued = 0 } = await statuses();
  expect(queued).toBeGreaterThan(0);
  // What of a tenant was asked for since the restored moment: it is at it still, or has ended.
  await current.adminDb
    .updateTable("tenants")
    .set({ status: "erasing" })
    .where("id", "=", globex.id)
    .execute();

  expect(await prepareRestored(restored.ownerDb, current.ownerDb)).toEqual({
    unconfirmed: queued,
    erasing: 1,
  });
  const left = await statuses();
  expect(left["queued"]).toBeUndefined();
  expect(left["unconfirmed"]).toBeGreaterThanOrEqual(queued);
  const tenants = await restored.adminDb.selectFrom("tenants").select(["id", "status"]).execute();
  expect(tenants.find(({ id }) => id === globex.id)?.status).toBe("erasing");
  expect(tenants.find(({ id }) => id === acme.id)?.status).toBe("active");

  expect(await prepareRestored(restored.ownerDb, current.ownerDb)).toEqual({ unconfirmed: 0, erasing: 0 });
});

test("the owner is bound by row-level security again afterwards", async () => {
  for (const { ownerDb } of [current, restored])
    expect(await ownerDb.selectFrom("messages").select("id").execute()).toEqual([]);
});
