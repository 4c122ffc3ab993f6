import type { Kysely } from "kysely";
import { type RoleKind, roleOf } from "../contracts/database-roles.ts";
import { createDatabase } from "../db/client.ts";
import { explainRefusal } from "../db/explain-refusal.ts";
import type { Database } from "../db/schema.d.ts";
import { asRole } from "../db/setup/as-role.ts";
import { defineClient, type Instance } from "./client.ts";

/** PostgreSQL as the function's own role: one tenant at a time, under row-level security. */
export const database = defineClient(["DATABASE_URL", "DATABASE_POOL_MAX"], (config, instance) =>
  open(config.DATABASE_URL, config.DATABASE_POOL_MAX, { instance, kind: "tenant" }),
);

/** PostgreSQL as the function's role for what belongs to no single tenant. */
export const platformDatabase = defineClient(
  ["PLATFORM_DATABASE_URL", "DATABASE_POOL_MAX"],
  (config, instance) =>
    open(config.PLATFORM_DATABASE_URL, config.DATABASE_POOL_MAX, { instance, kind: "platform" }),
);

function open(
  url: string,
  maxConnections: number,
  { instance, kind }: { instance: Instance; kind: RoleKind },
): Kysely<Database> {
  const name = instance.functionName;
  const db = createDatabase(asRole(url, roleOf(name, kind)), {
    maxConnections,
    applicationName: name,
    onQueryError: (error, statement) => explainRefusal(error, statement, { name, kind }),
  });
  instance.onClose(async () => db.destroy());
  return db;
}
