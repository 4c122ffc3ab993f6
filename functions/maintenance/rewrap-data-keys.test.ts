import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { seed } from "../../emulators/stack/seed.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { readToken } from "../../shared/outlets/outlet-access.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { createTestServices, testSecretsKey, type TestServices } from "../../shared/testing/services.ts";
import { rewrapDataKeys } from "./rewrap-data-keys.ts";
import { maintenanceFunction } from "./services.ts";

const newKey = randomBytes(32).toString("base64");
let database: TestDatabase;
const open: TestServices<typeof maintenanceFunction>[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await database.adminDb.deleteFrom("tenant_data_keys").execute();
  await database.adminDb.updateTable("outlets").set({ access_token_ciphertext: null }).execute();
  await seed(database.ownerUrl, testSecretsKey);
});
afterAll(async () => {
  await Promise.all(open.map(async (services) => services.close()));
  await database.drop();
});

/** An instance that has these keys, the new one first. */
function withKeys(...keys: string[]): TestServices<typeof maintenanceFunction> {
  const services = createTestServices(maintenanceFunction, database, { SECRETS_KEY: keys.join(",") });
  open.push(services);
  return services;
}

async function tokens({
  db,
  tokens: vault,
}: TestServices<typeof maintenanceFunction>): Promise<(string | undefined)[]> {
  return Promise.all(
    seedData.map(async ({ id, outlet }) => {
      const token = await inTenant(db, id, async (trx) => readToken(trx, vault, id, outlet.id));
      return token?.accessToken;
    }),
  );
}

const seeded = seedData.map(({ outlet }) => outlet.accessToken);

async function ciphertexts() {
  return database.adminDb
    .selectFrom("outlets")
    .select(["id", "access_token_ciphertext"])
    .orderBy("id")
    .execute();
}

test("with nothing rotated there is nothing to do", async () => {
  expect(await rewrapDataKeys(withKeys(testSecretsKey))).toEqual({ rewrapped: 0 });
});

test("after a rotation every data key is wrapped anew, once, and the older key is needed no more", async () => {
  const before = await ciphertexts();
  const both = withKeys(newKey, testSecretsKey);
  expect(await tokens(both)).toEqual(seeded);
  expect(await rewrapDataKeys(both)).toEqual({ rewrapped: seedData.length });
  expect(await rewrapDataKeys(both)).toEqual({ rewrapped: 0 });
  expect(await ciphertexts()).toEqual(before);
  expect(await tokens(withKeys(newKey))).toEqual(seeded);
  await expect(tokens(withKeys(testSecretsKey))).rejects.toThrow("no wrapping key at hand");
});

test("several runs at once wrap each data key once, and it stays readable", async () => {
  const runs = await Promise.all(
    Array.from({ length: 4 }, async () => rewrapDataKeys(withKeys(newKey, testSecretsKey))),
  );
  expect(runs.reduce((sum, { rewrapped }) => sum + rewrapped, 0)).toBe(seedData.length);
  expect(await tokens(withKeys(newKey))).toEqual(seeded);
});

test("a data key that cannot be opened is told, and does not hold up the others", async () => {
  const [acme, globex] = seedData;
  await database.adminDb
    .updateTable("tenant_data_keys")
    .set({ wrapped_key: randomBytes(61) })
    .where("tenant_id", "=", acme.id)
    .execute();
  const both = withKeys(newKey, testSecretsKey);
  await expect(rewrapDataKeys(both)).rejects.toThrow("1 tenants' data keys were not wrapped anew");
  expect(both.lines).toContainEqual(expect.objectContaining({ severity: "ERROR", tenantId: acme.id }));
  const rows = await database.adminDb
    .selectFrom("tenant_data_keys")
    .select("wrapping_key_name")
    .where("tenant_id", "=", globex.id)
    .execute();
  expect(rows).toEqual([{ wrapping_key_name: await both.tokens.currentKeyName() }]);
});
