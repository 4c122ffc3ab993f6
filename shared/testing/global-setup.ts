import { createDatabase } from "../db/client.ts";
import { databaseUrl } from "../db/database-url.ts";
import { prepareDatabase } from "../db/prepare-database.ts";
import { seedTenants } from "../db/seed.ts";
import { startPostgres } from "../../emulators/postgres/start-postgres.ts";
import type { LocalServer } from "../../emulators/local-server.ts";
import type { TestProject } from "vitest/node";
import { createTestRoles } from "./create-test-roles.ts";
import { templateName, testPasswords } from "./database.ts";

declare module "vitest" {
  interface ProvidedContext {
    databaseAdminUrl: string;
  }
}

let server: LocalServer | undefined;

/** Once per run: a PostgreSQL of its own on a free port, with a migrated and seeded database to copy. */
export async function setup(project: TestProject): Promise<void> {
  server = await startPostgres({ port: 0, durable: false });
  const { ownerUrl } = await prepareDatabase(server.url, {
    database: templateName,
    passwords: testPasswords,
  });
  const admin = createDatabase(databaseUrl(server.url, { database: templateName }), { maxConnections: 1 });
  await createTestRoles(admin);
  await admin.destroy();
  const owner = createDatabase(ownerUrl, { maxConnections: 1 });
  await seedTenants(owner);
  // A database that someone is connected to cannot be copied.
  await owner.destroy();
  project.provide("databaseAdminUrl", server.url);
}

export async function teardown(): Promise<void> {
  await server?.close();
}
