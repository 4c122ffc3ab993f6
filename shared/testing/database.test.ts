import { sql } from "kysely";
import { afterEach, describe, expect, it } from "vitest";
import { createTestDatabase } from "./database.ts";
import type { TestDatabase } from "./database.ts";

const made: TestDatabase[] = [];
afterEach(async () => {
  for (const database of made.splice(0)) await database.drop();
});

async function create(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  made.push(database);
  return database;
}

describe("createTestDatabase", () => {
  it("gives migrated and seeded databases that do not see each other's rows, several at once", async () => {
    const [one, two] = await Promise.all([create(), create()]);
    await one.adminDb.deleteFrom("tenants").where("slug", "=", "acme").execute();
    expect(await one.platformDb.selectFrom("tenants").select("slug").execute()).toEqual([{ slug: "globex" }]);
    expect(await two.platformDb.selectFrom("tenants").select("slug").execute()).toHaveLength(2);
  });

  it("connects as each role", async () => {
    const { db, platformDb, ownerDb, adminDb } = await create();
    const users = await Promise.all(
      [db, platformDb, ownerDb, adminDb].map(async (pool) => {
        const { rows } = await sql<{ user: string }>`select current_user as "user"`.execute(pool);
        return rows[0]?.user;
      }),
    );
    expect(users).toEqual(["crm_test", "crm_test_platform", "crm_owner", "postgres"]);
  });

  it("removes the database in the end, also while someone is connected", async () => {
    const database = await createTestDatabase();
    const other = await create();
    const name = new URL(database.appUrl).pathname.slice(1);
    await database.drop();
    const { rows } = await sql`select 1 from pg_database where datname = ${name}`.execute(other.adminDb);
    expect(rows).toEqual([]);
  });
});
