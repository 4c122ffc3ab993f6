import { randomUUID } from "node:crypto";
import { tableKey, type TableName } from "../catalog/catalog.ts";
import type { Run } from "../engine/engine.ts";
import { quoteTable } from "../engine/quote.ts";
import { ApiError, invalidQuery, notImplemented } from "../http/api-error.ts";
import { asObject, asText, type JsonObject } from "../http/json-object.ts";
import type { Warehouse } from "../warehouse.ts";
import type { FinishedJob } from "./finished-jobs.ts";
import { readParameters } from "./parameters.ts";
import { requirePartitionFilters } from "./partition-filter.ts";
import { type Translated, translate } from "./translate.ts";

/** Runs the statement of a query's configuration; what came of it is kept as a job. Throws what BigQuery answers to a wrong one. */
export async function runStatement(
  warehouse: Warehouse,
  project: string,
  configuration: JsonObject,
  jobId = `job_${randomUUID()}`,
): Promise<FinishedJob> {
  const text = asText(configuration["query"]);
  if (text === undefined) throw invalidQuery("Required parameter is missing: query");
  if (configuration["useLegacySql"] !== false) throw notImplemented("legacy SQL: set useLegacySql to false");
  if (configuration["destinationTable"] !== undefined) throw notImplemented("destination tables of queries");

  const place = { project, dataset: asText(asObject(configuration["defaultDataset"])["datasetId"]) };
  const statement = await translate(text, readParameters(configuration));
  const statementType = /^\s*(?:WITH\b|\()?\s*(\w+)/i.exec(statement.sql)?.[1]?.toUpperCase() ?? "";
  const type = ["INSERT", "UPDATE", "DELETE", "MERGE"].find((known) => known === statementType) ?? "SELECT";
  requirePartitionFilters(statement.tree, warehouse.catalog, place);

  const result = await warehouse.engine.transact(place, async (run) => {
    try {
      if (type === "DELETE") await refuseBuffered(warehouse, run, statement, place);
      return await run(statement.sql, statement.values);
    } catch (error) {
      throw asApiError(error);
    }
  });
  // A count of rows is no result that anybody selected.
  const shown = type === "SELECT" ? result : { ...result, fields: [], rows: [] };
  const job = { project, jobId, configuration, statementType: type, finishedAt: Date.now(), result: shown };
  warehouse.jobs.keep(job);
  return job;
}

/** Rows in the streaming buffer cannot be deleted. */
async function refuseBuffered(
  { buffer, catalog }: Warehouse,
  run: Run,
  { sql, tree, values }: Translated,
  place: { project: string; dataset?: string | undefined },
): Promise<void> {
  const target = asObject(asObject(asObject((tree as unknown[])[0])["delete"])["table"]);
  const part = (name: string): string | undefined => asText(asObject(target[name])["name"]);
  const name: TableName = {
    project: part("catalog") ?? place.project,
    dataset: part("schema") ?? place.dataset ?? "",
    table: part("name") ?? "",
  };
  const table = catalog.findTable(name);
  const firstRow = buffer.firstRow(tableKey(name));
  if (table === undefined || firstRow === undefined) return;
  const [, source, condition] = /^DELETE FROM (.+?) WHERE ([^]*)$/.exec(sql) ?? [];
  const from = source ?? quoteTable(name);
  const found = await run(
    `SELECT 1 FROM ${from} WHERE (${condition ?? "true"}) AND rowid >= ${firstRow} LIMIT 1`,
    values,
  );
  if (found.rows.length > 0)
    throw invalidQuery(
      `UPDATE or DELETE statement over table ${name.project}.${name.dataset}.${name.table} would affect rows in the streaming buffer, which is not supported`,
    );
}

/** What DuckDB says of a statement, as BigQuery would; its own failures stay what they are. */
function asApiError(error: unknown): unknown {
  if (error instanceof ApiError || !(error instanceof Error)) return error;
  const [first = ""] = error.message.replace(/^Failed to extract statements: /, "").split("\n");
  const missing = /^Catalog Error: Table with name (\S+) does not exist/.exec(first)?.[1];
  if (missing !== undefined) return new ApiError(404, "notFound", `Not found: Table ${missing}`);
  const isOfStatement =
    /^(?:Parser|Binder|Catalog|Conversion|Constraint|Invalid Input|Out of Range|Not implemented) Error/i;
  return isOfStatement.test(first) ? invalidQuery(first) : error;
}
