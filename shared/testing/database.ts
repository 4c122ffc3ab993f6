import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { inject } from "vitest";
import { createDatabase } from "../db/client.ts";
import { databaseUrl } from "../db/setup/database-url.ts";
import type { DatabaseUrls } from "../db/setup/prepare-database.ts";
import { ownerRole } from "../db/setup/roles.ts";
import type { Database } from "../db/schema.d.ts";

/** What `global-setup.ts` migrates and seeds, and every test database is a copy of. */
export const templateName = "crm_template";

export const testPasswords = { crm_owner: "crm_owner", crm_local: "crm_local" };

/** Who tests are: see `create-test-roles.ts`. */
export const testRole = "crm_test";
export const testPlatformRole = "crm_test_platform";

export type TestDatabase = Pick<DatabaseUrls, "ownerUrl"> & {
  /** Where tests connect, and functions: each of these takes on its own role. */
  appUrl: string;
  platformUrl: string;
  /** In a tenant's scope, as any function and more: to put in and look at what a test is about. */
  db: Kysely<Database>;
  /** As any function's platform role. */
  platformDb: Kysely<Database>;
  ownerDb: Kysely<Database>;
  /** As the superuser, whom row-level security does not bind: to see in a test what is really there. */
  adminDb: Kysely<Database>;
  /** Closes every pool and removes the database. */
  drop(): Promise<void>;
};

/** A database of one's own: migrated, with the two seeded tenants. One per test file, in `beforeAll`. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = inject("databaseAdminUrl");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await onServer(serverUrl, async (admin) => {
    // Copying files beats writing the copy through the log here, because nothing is synced to disk.
    await sql`create database ${sql.ref(name)} template ${sql.ref(templateName)} owner crm_owner strategy file_copy`.execute(
      admin,
    );
  });
  const urlOf = (user: string): string => databaseUrl(serverUrl, { user, password: user, database: name });
  const urls = { ownerUrl: urlOf(ownerRole), appUrl: urlOf(testRole), platformUrl: urlOf(testPlatformRole) };
  const open = (url: string): Kysely<Database> =>
    createDatabase(url, { maxConnections: 10, applicationName: name });
  const pools = {
    db: open(urls.appUrl),
    platformDb: open(urls.platformUrl),
    ownerDb: open(urls.ownerUrl),
    adminDb: open(databaseUrl(serverUrl, { database: name })),
  };
  return {
    ...urls,
    ...pools,
    async drop() {
      await Promise.all(Object.values(pools).map(async (pool) => pool.destroy()));
      await onServer(serverUrl, async (admin) => {
        await sql`drop database ${sql.ref(name)} with (force)`.execute(admin);
      });
    },
  };
}

async function onServer(url: string, work: (admin: Kysely<Database>) => Promise<void>): Promise<void> {
  const admin = createDatabase(url, { maxConnections: 1, applicationName: "test-databases" });
  try {
    await work(admin);
  } finally {
    await admin.destroy();
  }
}
