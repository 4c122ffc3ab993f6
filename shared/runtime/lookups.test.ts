import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seed } from "../../emulators/seed.ts";
import { seedData } from "../db/seed-data.ts";
import { inTenant } from "../db/tenant-scope.ts";
import { createTestDatabase, type TestDatabase } from "../testing/database.ts";
import { createTestServices, testSecretsKey, type TestServices } from "../testing/services.ts";
import { createExpiringCache } from "./expiring-cache.ts";
import { createLookups, type Lookups } from "./lookups.ts";
import { sealToken } from "./seal-token.ts";

const [acme, globex] = seedData;
const lifetimeMs = 30_000;
let database: TestDatabase;
let services: TestServices<"sender">;

beforeAll(async () => {
  database = await createTestDatabase();
  await seed(database.ownerUrl, testSecretsKey);
  services = createTestServices("sender", database);
});
afterAll(async () => {
  await services.close();
  await database.drop();
});

/** An instance's lookups, and its clock. */
function instance(): { lookups: Lookups; pass(ms: number): void } {
  let time = 1;
  const lookups = createLookups({ lifetimeMs, now: () => time });
  return { lookups, pass: (ms) => void (time += ms) };
}

async function setToken(token: string, { id, outlet } = acme): Promise<void> {
  await inTenant(database.db, id, async (trx) => {
    const ciphertext = await sealToken(trx, services.tokens, id, token);
    await trx
      .updateTable("outlets")
      .set({ access_token_ciphertext: ciphertext })
      .where("id", "=", outlet.id)
      .execute();
  });
}

async function setStatus(status: "active" | "paused"): Promise<void> {
  await database.adminDb.updateTable("outlets").set({ status }).where("id", "=", acme.outlet.id).execute();
}

async function accessOf(lookups: Lookups, { id, outlet } = acme) {
  return inTenant(database.db, id, async (trx) => lookups.findAccess(trx, services.tokens, id, outlet.id));
}

async function toneOf(lookups: Lookups): Promise<unknown> {
  return inTenant(database.db, acme.id, async (trx) => (await lookups.findTenant(trx, acme.id))?.llm_tone);
}

describe("an instance", () => {
  test("uses a changed token when its lifetime is over, and not much later", async () => {
    const { lookups, pass } = instance();
    await setToken("token-1");
    expect(await accessOf(lookups)).toMatchObject({ kind: "open", accessToken: "token-1" });
    await setToken("token-2");
    pass(lifetimeMs - 1);
    expect(await accessOf(lookups)).toMatchObject({ accessToken: "token-1" });
    pass(2);
    expect(await accessOf(lookups)).toMatchObject({ accessToken: "token-2" });
  });

  test("uses a changed token at once when it is told to forget the old one", async () => {
    const { lookups } = instance();
    await setToken("token-1");
    await accessOf(lookups);
    await setToken("token-2");
    lookups.forgetAccess(acme.id, acme.outlet.id);
    expect(await accessOf(lookups)).toMatchObject({ accessToken: "token-2" });
  });

  test("uses a changed tone when its lifetime is over", async () => {
    const { lookups, pass } = instance();
    expect(await toneOf(lookups)).toEqual(acme.tone);
    const tone = { style: "formal" };
    await database.adminDb
      .updateTable("tenants")
      .set({ llm_tone: JSON.stringify(tone) })
      .where("id", "=", acme.id)
      .execute();
    expect(await toneOf(lookups)).toEqual(acme.tone);
    pass(lifetimeMs + 1);
    expect(await toneOf(lookups)).toEqual(tone);
  });

  test("sees at once that a held outlet is mended", async () => {
    const { lookups } = instance();
    await setStatus("paused");
    expect(await accessOf(lookups)).toEqual({ kind: "held", reason: "paused" });
    await setStatus("active");
    expect(await accessOf(lookups)).toMatchObject({ kind: "open" });
  });

  test("finds a number at once that was not there before", async () => {
    const { lookups } = instance();
    const phoneNumberId = randomUUID();
    expect(await lookups.findOutlet(database.db, phoneNumberId)).toBeUndefined();
    const { id } = await inTenant(database.db, globex.id, async (trx) =>
      trx
        .insertInto("outlets")
        .values({
          name: "New",
          waba_phone_number: "+628123456789",
          waba_phone_number_id: phoneNumberId,
          waba_business_account_id: "1",
        })
        .returning("id")
        .executeTakeFirstOrThrow(),
    );
    expect(await lookups.findOutlet(database.db, phoneNumberId)).toMatchObject({
      outletId: id,
      tenantId: globex.id,
    });
  });

  test("asks the database once for what many messages need", async () => {
    const { lookups } = instance();
    await lookups.findOutlet(database.db, acme.outlet.phoneNumberId);
    await accessOf(lookups);
    await toneOf(lookups);
    const gone = await createTestDatabase();
    await gone.drop();
    expect(await lookups.findOutlet(gone.db, acme.outlet.phoneNumberId)).toMatchObject({ tenantId: acme.id });
    await inTenant(database.db, acme.id, async (trx) => {
      const refuse = new Proxy(trx, {
        get: () => {
          throw new Error("the database was asked");
        },
      });
      expect(await lookups.findTenant(refuse, acme.id)).toMatchObject({ id: acme.id });
      expect(await lookups.findAccess(refuse, services.tokens, acme.id, acme.outlet.id)).toMatchObject({
        kind: "open",
      });
    });
  });
});

describe("two tenants' entries", () => {
  test("do not mix: another tenant's id with an outlet that is remembered opens nothing", async () => {
    const { lookups } = instance();
    await setToken("token-of-acme");
    await accessOf(lookups);
    const foreign = inTenant(database.db, globex.id, async (trx) =>
      lookups.findAccess(trx, services.tokens, globex.id, acme.outlet.id),
    );
    await expect(foreign).rejects.toThrow("no result");
    expect(await accessOf(lookups, globex)).toMatchObject({ accessToken: globex.outlet.accessToken });
  });

  test("do not mix: a scope that is not the tenant's is an error, and is not remembered", async () => {
    const { lookups } = instance();
    const wrong = inTenant(database.db, acme.id, async (trx) => lookups.findTenant(trx, globex.id));
    await expect(wrong).rejects.toThrow("another tenant's");
    const right = await inTenant(database.db, globex.id, async (trx) => lookups.findTenant(trx, globex.id));
    expect(right).toMatchObject({ id: globex.id, slug: globex.slug });
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
