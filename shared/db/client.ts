import { Kysely, PostgresDialect } from "kysely";
import type { Pool, PoolClient } from "pg";
import { connectCloudSql, readCloudSqlUrl } from "./cloud-sql.ts";
import { isDatabaseAway } from "./errors.ts";
import type { Database } from "./schema.d.ts";

export type DatabaseOptions = {
  maxConnections: number;
  /** Shown in pg_stat_activity; the function's name. */
  applicationName?: string;
  /** A statement that runs longer is cancelled by the server. Default 30 s; 0 is no limit. */
  statementTimeoutMs?: number;
  /** A transaction left open by a stuck instance gives its locks back after this. Default 30 s; 0 is no limit. */
  idleInTransactionTimeoutMs?: number;
  /** How long to wait for a free or new connection before an error. Default 10 s. */
  connectTimeoutMs?: number;
  /** For how long after its making the pool asks a second time for a connection that it could not open. Default a minute. */
  patientForMs?: number;
  /** Told of a statement that failed, before whoever ran it is. */
  onQueryError?: (error: unknown, statement: string) => void;
  /** Told about connections that break between queries; the pool replaces them by itself. */
  onConnectionError?: (error: Error) => void;
};

/**
 * Opens a pool; connects on first use. int8 and count() are numbers (an error beyond 2^53), date is `YYYY-MM-DD`,
 * timestamptz is a Date, jsonb is parsed, numeric stays text. End it with `db.destroy()`.
 */
export function createDatabase(url: string, options: DatabaseOptions): Kysely<Database> {
  const { onQueryError } = options;
  return new Kysely<Database>({
    dialect: new PostgresDialect({ pool: async () => openPool(url, options) }),
    ...(onQueryError && {
      log: (event) => {
        if (event.level === "error") onQueryError(event.error, event.query.sql);
      },
    }),
  });
}

/** The driver is loaded when the first query needs it, not when a function starts. */
async function openPool(url: string, options: DatabaseOptions): Promise<Pool> {
  const { Pool: PgPool, TypeOverrides, types } = await import("pg");
  const typeParsers = new TypeOverrides();
  typeParsers.setTypeParser(types.builtins.INT8, parseInt8);
  // pg would make a Date at local midnight of it, another day elsewhere.
  typeParsers.setTypeParser(types.builtins.DATE, (text: string) => text);
  const address = readCloudSqlUrl(url);
  const cloudSql = address && (await connectCloudSql(address));
  const pool = new PgPool({
    ...(cloudSql ?? { connectionString: url }),
    max: options.maxConnections,
    application_name: options.applicationName ?? "whatsapp-crm",
    connectionTimeoutMillis: options.connectTimeoutMs ?? 10_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    // Sent when connecting: a transaction-mode pooler must be told to pass or ignore them, and keeps its own otherwise.
    statement_timeout: options.statementTimeoutMs ?? 30_000,
    idle_in_transaction_session_timeout: options.idleInTransactionTimeoutMs ?? 30_000,
    types: typeParsers,
  });
  // Without listeners a connection that breaks between two queries, in the pool or in a transaction, ends the process.
  const onError = (error: Error): void => options.onConnectionError?.(error);
  askTwiceAtStart(pool, options.patientForMs ?? 60_000);
  pool.on("error", () => {}).on("connect", (client) => client.on("error", onError));
  if (cloudSql === undefined) return pool;
  const end = pool.end.bind(pool);
  // The connector renews its certificate for as long as it is open.
  return Object.assign(pool, { end: async () => end().finally(() => cloudSql.close()) });
}

/**
 * The first packets of a new instance of Cloud Run may get lost while its way into the network is made.
 * https://cloud.google.com/run/docs/configuring/vpc-direct-vpc#limitations
 */
function askTwiceAtStart(pool: Pool, forMs: number): void {
  const patientUntil = performance.now() + forMs;
  const connect: () => Promise<PoolClient> = pool.connect.bind(pool);
  Object.assign(pool, {
    connect: async () =>
      connect().catch(async (error: unknown) => {
        if (performance.now() > patientUntil || !isDatabaseAway(error)) throw error;
        return connect();
      }),
  });
}

function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) {
    throw new RangeError(`The database holds ${text}, which a JavaScript number cannot hold exactly`);
  }
  return value;
}
