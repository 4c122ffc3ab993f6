import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase } from "../database.ts";
import type { TestDatabase } from "../database.ts";
import { seedTenants } from "./seed.ts";
import { seedData } from "./seed-data.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => database.drop());

const seeded = ["tenants", "outlets", "users", "subscriptions", "knowledge_bases"] as const;

async function rows(): Promise<unknown[]> {
  return Promise.all(
    seeded.map(async (table) => database.adminDb.selectFrom(table).selectAll().orderBy("id").execute()),
  );
}

describe("seedTenants", () => {
  it("gives each tenant an outlet, three users, a subscription and a default knowledge base", async () => {
    const counts = (await rows()).map((table) => (table as unknown[]).length);
    expect(counts).toEqual([2, 2, 6, 2, 2]);
  });

  it("changes nothing when run again, also as the functions' role", async () => {
    const before = await rows();
    await seedTenants(database.ownerDb);
    await seedTenants(database.db);
    expect(await rows()).toEqual(before);
  });

  it("encrypts each outlet's token once, and keeps the last four characters to show", async () => {
    const encrypted: string[] = [];
    const encryptToken = async (_: unknown, tenantId: string, token: string): Promise<Uint8Array> => {
      encrypted.push(tenantId);
      return Promise.resolve(Buffer.from(`sealed ${token}`));
    };
    await seedTenants(database.ownerDb, { encryptToken });
    await seedTenants(database.ownerDb, { encryptToken });
    expect(encrypted).toEqual(seedData.map((tenant) => tenant.id));
    const outlets = await database.adminDb.selectFrom("outlets").selectAll().orderBy("id").execute();
    expect(
      outlets.map((outlet) => [outlet.access_token_ciphertext?.toString(), outlet.access_token_last4]),
    ).toEqual([
      ["sealed local-acme-access-token-0101", "0101"],
      ["sealed local-globex-access-token-0202", "0202"],
    ]);
  });
});
