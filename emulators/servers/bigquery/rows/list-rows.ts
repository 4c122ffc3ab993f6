import { tableOf } from "../catalog/table-routes.ts";
import { quoteTable } from "../engine/quote.ts";
import { renderRows } from "../engine/render-rows.ts";
import type { JsonObject } from "../http/json-object.ts";
import type { Call } from "../http/call.ts";
import { pageOf } from "./page.ts";

/** A table's rows as they lie there, page by page; this asks for no filter of partitions. */
export async function listRows(call: Call): Promise<JsonObject> {
  const { warehouse, query } = call;
  const { name } = tableOf(call);
  const result = await warehouse.engine.transact({ project: name.project }, async (run) =>
    run(`SELECT * FROM ${quoteTable(name)} ORDER BY rowid`),
  );
  const { rows, pageToken } = pageOf(result.rows, {
    maxResults: query.get("maxResults"),
    pageToken: query.get("pageToken"),
    startIndex: query.get("startIndex"),
  });
  const timestamps = query.get("formatOptions.useInt64Timestamp") === "true" ? "int64" : "float";
  return {
    kind: "bigquery#tableDataList",
    totalRows: String(result.rows.length),
    ...(pageToken === undefined ? {} : { pageToken }),
    rows: renderRows({ fields: result.fields, rows }, timestamps),
  };
}
