import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { DuckDBConnection, DuckDBInstance, DuckDBValue } from "@duckdb/node-api";
import { type Catalog, tableKey, type TableEntry, type TableName } from "../catalog/catalog.ts";
import type { Field } from "../catalog/field.ts";
import { columnDefinition } from "./column-type.ts";
import { quote, quoteTable } from "./quote.ts";
import { readResult, type Result } from "./result.ts";

type Values = Record<string, DuckDBValue>;
/** Runs one statement; the values are named parameters. */
export type Run = (sql: string, values?: Values) => Promise<Result>;

export type Engine = {
  /**
   * Gives `work` the connection for itself, every declared table in place, in one transaction that `work`'s error
   * undoes. `place` is what names without project or dataset are looked up in.
   */
  transact<T>(
    place: { project: string; dataset?: string | undefined },
    work: (run: Run) => Promise<T>,
  ): Promise<T>;
  addColumns(name: TableName, fields: readonly Field[]): Promise<void>;
  dropTable(name: TableName): Promise<void>;
  /** Whether DuckDB is loaded: with the first row or query. */
  readonly isOpen: boolean;
  close(): Promise<void>;
};

/** The rows, in DuckDB: a file for each project. Statements run one after the other. */
export function createEngine({
  dataDir,
  catalog,
}: {
  dataDir: string | undefined;
  catalog: Catalog;
}): Engine {
  let instance: DuckDBInstance | undefined;
  let connection: DuckDBConnection | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  const attached = new Set<string>();
  const made = new Set<string>();

  async function inTurn<T>(work: (run: Run) => Promise<T>): Promise<T> {
    const mine = turn.then(async () => work(await open()));
    turn = mine.catch(() => undefined);
    return mine;
  }

  async function open(): Promise<Run> {
    if (connection === undefined) {
      const { DuckDBInstance: Instance } = await import("@duckdb/node-api");
      instance = await Instance.create(":memory:", {
        threads: "1",
        memory_limit: "512MB",
        autoinstall_known_extensions: "false",
      });
      connection = await instance.connect();
      await connection.run("SET TimeZone = 'UTC'");
    }
    const own = connection;
    return async (sql, values) => readResult(await own.run(sql, values));
  }

  async function attach(run: Run, project: string): Promise<void> {
    if (attached.has(project)) return;
    if (dataDir !== undefined) await mkdir(dataDir, { recursive: true });
    const file = dataDir === undefined ? ":memory:" : join(dataDir, `${encodeURIComponent(project)}.duckdb`);
    await run(`ATTACH '${file.replaceAll("'", "''")}' AS ${quote(project)}`);
    attached.add(project);
  }

  async function makeTable(run: Run, { name, fields }: TableEntry): Promise<void> {
    if (made.has(tableKey(name))) return;
    await attach(run, name.project);
    await run(`CREATE SCHEMA IF NOT EXISTS ${quote(name.project)}.${quote(name.dataset)}`);
    await run(`CREATE TABLE IF NOT EXISTS ${quoteTable(name)} (${fields.map(columnDefinition).join(", ")})`);
    made.add(tableKey(name));
  }

  return {
    get isOpen() {
      return connection !== undefined;
    },
    async transact({ project, dataset }, work) {
      return inTurn(async (run) => {
        await attach(run, project);
        for (const table of catalog.tables()) await makeTable(run, table);
        const schema = dataset === undefined ? "main" : dataset;
        await run(`USE ${quote(project)}.${quote(schema)}`);
        await run("BEGIN");
        try {
          const result = await work(run);
          await run("COMMIT");
          return result;
        } catch (error) {
          await run("ROLLBACK");
          throw error;
        }
      });
    },
    async addColumns(name, fields) {
      const table = catalog.findTable(name);
      if (table === undefined) return;
      await inTurn(async (run) => {
        await makeTable(run, table);
        for (const field of fields)
          await run(`ALTER TABLE ${quoteTable(name)} ADD COLUMN ${columnDefinition(field)}`);
      });
    },
    async dropTable(name) {
      await inTurn(async (run) => {
        await attach(run, name.project);
        await run(`DROP TABLE IF EXISTS ${quoteTable(name)}`);
        made.delete(tableKey(name));
      });
    },
    async close() {
      await turn;
      connection?.closeSync();
      instance?.closeSync();
      connection = undefined;
    },
  };
}
