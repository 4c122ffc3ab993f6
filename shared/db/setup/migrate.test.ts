import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { testPasswords } from "../../testing/database.ts";
import { roleOf } from "../../contracts/database-roles.ts";
import { asRole } from "./as-role.ts";
import { createDatabase } from "../client.ts";
import { migrate } from "./migrate.ts";
import { migrations } from "../migrations/index.ts";
import { ensureDatabase } from "./ensure-database.ts";
import { prepareDatabase, roleUrls } from "./prepare-database.ts";
import type { Database } from "../schema.d.ts";

const names = [randomUUID(), randomUUID()] as const;
let admin: Kysely<Database>;

beforeAll(() => {
  admin = createDatabase(inject("databaseAdminUrl"), { maxConnections: 2 });
});
afterAll(async () => {
  for (const name of names) await sql`drop database if exists ${sql.ref(name)} with (force)`.execute(admin);
  await admin.destroy();
});

describe("migrations", () => {
  it("run once, in order, when started several times at once, and then have nothing to do", async () => {
    await ensureDatabase(admin, names[0]);
    const { ownerUrl } = roleUrls(inject("databaseAdminUrl"), {
      database: names[0],
      passwords: testPasswords,
    });
    const owners = Array.from({ length: 4 }, () => createDatabase(ownerUrl, { maxConnections: 2 }));
    try {
      const ran = await Promise.all(owners.map(async (owner) => migrate(owner)));
      expect(ran.flat()).toEqual(Object.keys(migrations));
      const [owner] = owners;
      expect(owner && (await migrate(owner))).toEqual([]);
    } finally {
      await Promise.all(owners.map(async (owner) => owner.destroy()));
    }
  });

  it("are listed in the order of their names, which is how they run", () => {
    expect(Object.keys(migrations)).toEqual(Object.keys(migrations).toSorted());
  });

  it("make a whole database from nothing, also when prepared several times at once", async () => {
    const options = { database: names[1], passwords: testPasswords };
    const prepare = async () => prepareDatabase(inject("databaseAdminUrl"), options);
    const [{ functionsUrl }] = await Promise.all([prepare(), prepare(), prepare()]);
    const app = createDatabase(asRole(functionsUrl, roleOf("inbound", "tenant")), { maxConnections: 1 });
    await expect(app.selectFrom("tenants").selectAll().execute()).resolves.toEqual([]);
    await app.destroy();
  });
});
