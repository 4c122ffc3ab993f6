import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { inject } from "vitest";
import { createDatabase } from "../db/client.ts";
import { roleUrls } from "../db/prepare-database.ts";
import type { DatabaseUrls } from "../db/prepare-database.ts";
import type { Database } from "../db/schema/database.ts";

/** What `global-setup.ts` migrates and seeds, and every test database is a copy of. */
export const templateName = "crm_template";

export const testPasswords = { crm_owner: "crm_owner", crm_app: "crm_app", crm_platform: "crm_platform" };

export type TestDatabase = DatabaseUrls & {
  /** As the functions connect. */
  db: Kysely<Database>;
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
  const urls = roleUrls(serverUrl, { database: name, passwords: testPasswords });
  const adminUrl = new URL(serverUrl);
  adminUrl.pathname = name;
  const open = (url: string): Kysely<Database> =>
    createDatabase(url, { maxConnections: 10, applicationName: name });
  const pools = {
    db: open(urls.appUrl),
    platformDb: open(urls.platformUrl),
    ownerDb: open(urls.ownerUrl),
    adminDb: open(adminUrl.href),
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
