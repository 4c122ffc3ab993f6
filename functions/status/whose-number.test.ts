import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { buildEvent } from "../../shared/testing/builders.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { handling } from "../../shared/testing/handling.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { createHandler } from "./handle.ts";
import { statusFunction } from "./services.ts";

const [acme, globex] = seedData;
let database: TestDatabase;
/** An instance that remembers for long, as a running one does. */
let services: TestServices<typeof statusFunction>;

beforeAll(async () => {
  database = await createTestDatabase();
  services = createTestServices(statusFunction, database, { LOOKUP_LIFETIME_MS: "3600000" });
});
afterAll(async () => {
  await services.close();
  await database.drop();
});

const handle = handling(createHandler);

function reported(wamid: string) {
  return buildEvent("status.received", {
    phoneNumberId: acme.outlet.phoneNumberId,
    wabaId: acme.outlet.businessAccountId,
    receivedAt: new Date().toISOString(),
    status: { id: wamid, status: "sent", recipient_id: "6281234567890" },
  });
}

async function keptBy(wamid: string) {
  const rows = await database.adminDb
    .selectFrom("message_statuses")
    .select("tenant_id")
    .where("wamid", "=", wamid)
    .execute();
  return rows.map(({ tenant_id: tenantId }) => tenantId);
}

test("a status goes with its number to the new owner at once, also where it waits in a group for a commit", async () => {
  const [before, between, after] = [randomUUID(), randomUUID(), randomUUID()];
  await handle(reported(before), services);
  expect(await keptBy(before)).toEqual([acme.id]);
  await database.adminDb
    .updateTable("outlets")
    .set({ status: "moved" })
    .where("id", "=", acme.outlet.id)
    .execute();
  await expect(handle(reported(between), services)).rejects.toMatchObject({ code: "unknown-number" });
  await inTenant(database.db, globex.id, async (trx) =>
    trx
      .insertInto("outlets")
      .values({
        name: "Shop",
        status: "active",
        waba_phone_number: acme.outlet.phoneNumber,
        waba_phone_number_id: acme.outlet.phoneNumberId,
        waba_business_account_id: acme.outlet.businessAccountId,
      })
      .execute(),
  );
  await Promise.all([after, after].map(async (wamid) => handle(reported(wamid), services)));
  expect(await keptBy(after)).toEqual([globex.id]);
  expect(await keptBy(between)).toEqual([]);
});
