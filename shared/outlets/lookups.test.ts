import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seedData } from "../testing/examples/seed-data.ts";
import { inTenant } from "../db/tenant-scope.ts";
import { createTestDatabase, type TestDatabase } from "../testing/database.ts";
import { createExpiringCache } from "../runtime/expiring-cache.ts";
import { createLookups } from "./lookups.ts";

const [acme, globex] = seedData;
const lifetimeMs = 30_000;
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => database.drop());

describe("an instance", () => {
  test("finds a number at once that was not there before", async () => {
    const lookups = createLookups({ lifetimeMs, now: () => 1 });
    const named = { phoneNumberId: randomUUID(), businessAccountId: "1" };
    expect(await lookups.findOutlet(database.db, named)).toBeUndefined();
    const { id } = await inTenant(database.db, globex.id, async (trx) =>
      trx
        .insertInto("outlets")
        .values({
          name: "New",
          status: "active",
          waba_phone_number: "+628123456789",
          waba_phone_number_id: named.phoneNumberId,
          waba_business_account_id: named.businessAccountId,
        })
        .returning("id")
        .executeTakeFirstOrThrow(),
    );
    expect(await lookups.findOutlet(database.db, named)).toEqual({ outletId: id, tenantId: globex.id });
  });

  test("asks the database once for what many messages need, until it is told to forget", async () => {
    let time = 1;
    const lookups = createLookups({ lifetimeMs, now: () => time });
    await lookups.findOutlet(database.db, acme.outlet);
    const gone = await createTestDatabase();
    await gone.drop();
    expect(await lookups.findOutlet(gone.db, acme.outlet)).toMatchObject({ tenantId: acme.id });
    lookups.forgetOutlet(acme.outlet);
    await expect(lookups.findOutlet(gone.db, acme.outlet)).rejects.toThrow();
    await lookups.findOutlet(database.db, acme.outlet);
    time += lifetimeMs + 1;
    await expect(lookups.findOutlet(gone.db, acme.outlet)).rejects.toThrow();
  });

  test("remembers a number for its account only", async () => {
    const lookups = createLookups({ lifetimeMs, now: () => 1 });
    await lookups.findOutlet(database.db, acme.outlet);
    const { phoneNumberId } = acme.outlet;
    const { businessAccountId } = globex.outlet;
    expect(await lookups.findOutlet(database.db, { phoneNumberId, businessAccountId })).toBeUndefined();
  });
});

describe("what is remembered", () => {
  test("is never more than so many entries; what was used longest ago goes", () => {
    const cache = createExpiringCache<{ n: number }>({ lifetimeMs, maxEntries: 3, now: () => 1 });
    for (let n = 0; n < 100; n += 1) {
      cache.set(String(n), { n });
      cache.get("0");
    }
    const kept = Array.from({ length: 100 }, (_, n) => cache.get(String(n))).filter(
      (entry) => entry !== undefined,
    );
    expect(kept).toEqual([{ n: 0 }, { n: 98 }, { n: 99 }]);
  });

  test("is nothing with a lifetime of 0", () => {
    const cache = createExpiringCache<object>({ lifetimeMs: 0, maxEntries: 3, now: () => 1 });
    cache.set("a", {});
    expect(cache.get("a")).toBeUndefined();
  });
});
