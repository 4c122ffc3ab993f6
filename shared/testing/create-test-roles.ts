import { sql } from "kysely";
import type { Kysely } from "kysely";
import { functionRoles, type RoleKind } from "../contracts/database-roles.ts";
import { appRole, platformRole } from "../db/setup/roles.ts";
import type { Database } from "../db/schema.d.ts";
import { testPlatformRole, testRole } from "./database.ts";

/**
 * Who tests are themselves: bound by the policies, as functions are, but with the rights of all functions together and
 * those to put anything into a tenant. Both may take on the role of any function, which is what handlers run as.
 */
export async function createTestRoles(admin: Kysely<Database>): Promise<void> {
  const test = sql.ref(testRole);
  await createRole(admin, testRole, "tenant");
  await createRole(admin, testPlatformRole, "platform");
  await sql`grant ${sql.ref(appRole)} to ${test} with inherit true`.execute(admin);
  await sql`grant ${sql.ref(platformRole)} to ${sql.ref(testPlatformRole)} with inherit true`.execute(admin);
  await sql`grant select, insert, update, delete on all tables in schema public to ${test}`.execute(admin);
  await sql`revoke insert, update, delete on audit_log, plan_versions, platform_operators from ${test}`.execute(
    admin,
  );
  await sql`revoke all on platform_operators from ${test}`.execute(admin);
}

async function createRole(admin: Kysely<Database>, name: string, kind: RoleKind): Promise<void> {
  await sql`create role ${sql.ref(name)} login password ${sql.lit(name)}`.execute(admin);
  for (const { role, kind: its } of functionRoles) {
    await sql`grant ${sql.ref(role)} to ${sql.ref(name)} with inherit ${sql.raw(String(its === kind))}, set true`.execute(
      admin,
    );
  }
}
