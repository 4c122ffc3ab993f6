import { createDatabase } from "../client.ts";
import { migrate } from "./migrate.ts";

// The local stack's database, whose port and password are fixed.
const localOwnerUrl = "postgres://crm_owner:crm_owner@127.0.0.1:5433/crm";

const db = createDatabase(process.env["DATABASE_OWNER_URL"] ?? localOwnerUrl, {
  maxConnections: 2,
  applicationName: "migrate",
  statementTimeoutMs: 0,
  idleInTransactionTimeoutMs: 0,
});
try {
  const names = await migrate(db);
  process.stdout.write(names.length === 0 ? "The schema is up to date.\n" : `Ran ${names.join(", ")}.\n`);
} catch (error) {
  process.stderr.write(
    `${describe(error)}\nThe database is given by DATABASE_OWNER_URL, else the local stack's is used.\n`,
  );
  process.exitCode = 1;
} finally {
  await db.destroy();
}

/** The message of an error and of what caused it. A refused connection comes as an AggregateError without a message. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.message || ("code" in error ? String(error.code) : error.name);
  return error.cause === undefined ? own : `${own}: ${describe(error.cause)}`;
}
