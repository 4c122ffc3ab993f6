import { sql } from "kysely";
import type { Kysely } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase } from "../testing/database.ts";
import type { TestDatabase } from "../testing/database.ts";
import { createDatabase } from "./client.ts";
import type { Database } from "./schema.d.ts";
import { seedData } from "../testing/examples/seed-data.ts";
import { inTenant } from "./tenant-scope.ts";

const [acme, globex] = seedData;
let database: TestDatabase;
/** One connection, so that every query is the next user of the same one. */
let single: Kysely<Database>;

beforeAll(async () => {
  database = await createTestDatabase();
  single = createDatabase(database.appUrl, { maxConnections: 1 });
});
afterAll(async () => {
  await single.destroy();
  await database.drop();
});

async function visibleSlugs(db: Kysely<Database>): Promise<string[]> {
  const rows = await db.selectFrom("tenants").select("slug").execute();
  return rows.map((row) => row.slug);
}

describe("inTenant", () => {
  it("shows the tenant's rows within, and none to the next user of the connection", async () => {
    expect(await inTenant(single, acme.id, visibleSlugs)).toEqual(["acme"]);
    expect(await visibleSlugs(single)).toEqual([]);
    expect(await inTenant(single, globex.id, visibleSlugs)).toEqual(["globex"]);
  });

  it("leaves no scope behind when the work fails, and takes its writes back", async () => {
    const failing = inTenant(single, acme.id, async (trx) => {
      await trx.insertInto("contacts").values({ phone: "6281200000001" }).execute();
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await visibleSlugs(single)).toEqual([]);
    const contacts = await inTenant(single, acme.id, async (trx) => trx.selectFrom("contacts").execute());
    expect(contacts).toEqual([]);
  });

  it("keeps scopes apart that run at once over shared connections", async () => {
    const runs = Array.from({ length: 40 }, async (_, index) => {
      const tenant = index % 2 === 0 ? acme : globex;
      const seen = await inTenant(database.db, tenant.id, async (trx) => {
        await sql`select pg_sleep(0.001)`.execute(trx);
        return visibleSlugs(trx);
      });
      return [seen, [tenant.slug]];
    });
    for (const [seen, expected] of await Promise.all(runs)) expect(seen).toEqual(expected);
  });

  it("fills in the tenant of new rows", async () => {
    const contact = await inTenant(database.db, acme.id, async (trx) =>
      trx
        .insertInto("contacts")
        .values({ phone: "6281200000002" })
        .returning("tenant_id")
        .executeTakeFirstOrThrow(),
    );
    expect(contact).toEqual({ tenant_id: acme.id });
  });

  it.each(["", "acme", `${acme.id}'`, "{01900000-0000-7000-8000-00000000a000}"])(
    "refuses %j as a tenant id, before any query",
    async (tenantId) => {
      await expect(inTenant(database.db, tenantId, visibleSlugs)).rejects.toThrow(TypeError);
    },
  );

  it("cannot be opened inside another transaction, whose scope it would change", async () => {
    const nested = inTenant(database.db, acme.id, async (trx) => inTenant(trx, globex.id, visibleSlugs));
    await expect(nested).rejects.toThrow("cannot be nested");
  });
});
