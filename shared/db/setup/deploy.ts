import { asRole } from "./as-role.ts";
import { createDatabase } from "../client.ts";
import { ensureDatabase } from "./ensure-database.ts";
import { ensureMembers, type Members } from "./ensure-members.ts";
import { ensureRoles } from "./ensure-roles.ts";
import { migrate } from "./migrate.ts";
import { ownerRole } from "./roles.ts";

/**
 * Makes the database ready for the functions of this version: roles, the database, who may take on which role, every
 * migration. Safe to repeat and to run at the same time as itself. `adminUrl` signs in as somebody with CREATEROLE and
 * CREATEDB. Returns the names of the migrations that ran.
 */
export async function deployDatabase(
  adminUrl: string,
  database: string,
  members: Members,
): Promise<string[]> {
  const admin = createDatabase(adminUrl, { maxConnections: 1, applicationName: "deploy" });
  try {
    await ensureRoles(admin);
    await ensureDatabase(admin, database);
    await ensureMembers(admin, members);
  } finally {
    await admin.destroy();
  }
  const owner = createDatabase(asRole(adminUrl, ownerRole, database), {
    maxConnections: 2,
    applicationName: "migrate",
    statementTimeoutMs: 0,
    idleInTransactionTimeoutMs: 0,
  });
  try {
    return await migrate(owner);
  } finally {
    await owner.destroy();
  }
}
