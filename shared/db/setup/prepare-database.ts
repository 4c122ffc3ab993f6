import { createDatabase } from "../client.ts";
import { databaseUrl } from "./database-url.ts";
import { ensureDatabase } from "./ensure-database.ts";
import { ensureRoles } from "./ensure-roles.ts";
import { migrate } from "./migrate.ts";
import { localRole, ownerRole } from "./roles.ts";
import type { LoginRole } from "./roles.ts";

export type DatabaseUrls = {
  ownerUrl: string;
  /** Where functions connect: each takes on its own role, and is nothing before. */
  functionsUrl: string;
};

/**
 * Makes a database ready on a server of which we are the administrator: roles, the database, every migration.
 * Safe to repeat. Returns where who connects.
 */
export async function prepareDatabase(
  adminUrl: string,
  { database, passwords }: { database: string; passwords: Record<LoginRole, string> },
): Promise<DatabaseUrls> {
  const admin = createDatabase(adminUrl, { maxConnections: 1, applicationName: "prepare-database" });
  try {
    await ensureRoles(admin, passwords);
    await ensureDatabase(admin, database);
  } finally {
    await admin.destroy();
  }
  const urls = roleUrls(adminUrl, { database, passwords });
  const owner = createDatabase(urls.ownerUrl, {
    maxConnections: 2,
    applicationName: "migrate",
    statementTimeoutMs: 0,
  });
  try {
    await migrate(owner);
  } finally {
    await owner.destroy();
  }
  return urls;
}

/** Where who connects, by password, on the administrator's server. */
export function roleUrls(
  adminUrl: string,
  { database, passwords }: { database: string; passwords: Record<LoginRole, string> },
): DatabaseUrls {
  const urlOf = (user: LoginRole): string =>
    databaseUrl(adminUrl, { user, password: passwords[user], database });
  return { ownerUrl: urlOf(ownerRole), functionsUrl: urlOf(localRole) };
}
