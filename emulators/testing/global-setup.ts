import { createDatabase } from "../../shared/db/client.ts";
import { databaseUrl } from "../../shared/db/setup/database-url.ts";
import { prepareDatabase } from "../../shared/db/setup/prepare-database.ts";
import { seedTenants } from "../../shared/testing/examples/seed.ts";
import { startPostgres } from "../servers/postgres/start-postgres.ts";
import type { LocalServer } from "../servers/local-server.ts";
import type { TestProject } from "vitest/node";
import { createTestRoles } from "../../shared/testing/create-test-roles.ts";
import { templateName, testPasswords } from "../../shared/testing/database.ts";

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
