import type { Kysely } from "kysely";
import { createDatabase } from "../../shared/db/client.ts";
import type { FunctionName } from "../../shared/contracts/functions.ts";
import { asRole } from "../../shared/db/setup/as-role.ts";
import { type RoleKind, roleOf } from "../../shared/contracts/database-roles.ts";
import { localRole } from "../../shared/db/setup/roles.ts";
import type { Database } from "../../shared/db/schema.d.ts";
import { serverPorts } from "./ports.ts";

/** The running local stack's database, as the role of a function. */
export function openLocalDatabase(name: FunctionName, kind: RoleKind): Kysely<Database> {
  const url = `postgres://${localRole}:${localRole}@127.0.0.1:${serverPorts.postgres}/crm`;
  return createDatabase(asRole(url, roleOf(name, kind)), {
    maxConnections: 2,
    applicationName: "local-tool",
  });
}

/** Says what to do when the stack is not there. */
export function explainNotRunning(error: unknown): never {
  const refused = JSON.stringify(error, ["code", "errors", "message"]).includes("ECONNREFUSED");
  console.error(
    refused ? "The local stack is not running: start it with `npm start` in another terminal." : error,
  );
  process.exit(1);
}
