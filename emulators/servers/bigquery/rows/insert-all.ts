import { readPartitioning } from "../catalog/partitioning.ts";
import { tableKey, type TableEntry } from "../catalog/catalog.ts";
import { tableOf } from "../catalog/table-routes.ts";
import { scalarType } from "../engine/column-type.ts";
import type { Run } from "../engine/engine.ts";
import { quote, quoteTable } from "../engine/quote.ts";
import { invalid } from "../http/api-error.ts";
import { asArray, asObject, asText, type JsonObject } from "../http/json-object.ts";
import type { Call } from "../http/call.ts";
import { checkRow } from "./check-row.ts";

/**
 * Appends rows. A row that does not fit is named with what is wrong with it; with `skipInvalidRows` the others are
 * stored, else none is. A row whose `insertId` came within the last minute is there already.
 * https://cloud.google.com/bigquery/docs/reference/rest/v2/tabledata/insertAll
 */
export async function insertAll(call: Call): Promise<JsonObject> {
  const { warehouse, body } = call;
  const table = tableOf(call);
  const given = asArray(body["rows"]).map(asObject);
  if (given.length === 0) throw invalid("No rows present in the request.");
  if (given.length > 50_000) throw invalid("too many rows present in the request, limit: 50000");

  const partitioning = readPartitioning(table.resource, table.fields);
  const ignoreUnknown = body["ignoreUnknownValues"] === true;
  const checked = given.map(({ json }) =>
    checkRow(asObject(json), { fields: table.fields, partitioning, ignoreUnknown }),
  );
  const insertErrors = checked.flatMap((one, index) =>
    "errors" in one ? [{ index, errors: one.errors }] : [],
  );
  if (insertErrors.length > 0 && body["skipInvalidRows"] !== true) {
    const stopped = checked.flatMap((one, index) =>
      "errors" in one
        ? []
        : [{ index, errors: [{ reason: "stopped", location: "", debugInfo: "", message: "" }] }],
    );
    return answer([...insertErrors, ...stopped]);
  }

  const key = tableKey(table.name);
  const fresh = checked.flatMap((one, index) => {
    const insertId = asText(given[index]?.["insertId"]);
    if ("errors" in one || (insertId !== undefined && warehouse.recentIds.seen(key, insertId))) return [];
    return [{ row: one.row, insertId }];
  });
  try {
    const firstRow = await warehouse.engine.transact({ project: table.name.project }, async (run) =>
      store(
        run,
        table,
        fresh.map(({ row }) => row),
      ),
    );
    warehouse.buffer.added(key, firstRow);
  } catch (error) {
    for (const { insertId } of fresh) if (insertId !== undefined) warehouse.recentIds.forget(key, insertId);
    throw error;
  }
  return answer(insertErrors);
}

function answer(insertErrors: unknown[]): JsonObject {
  return {
    kind: "bigquery#tableDataInsertAllResponse",
    ...(insertErrors.length === 0 ? {} : { insertErrors }),
  };
}

/** All rows by one statement; resolves to the number of the first. */
async function store(run: Run, { name, fields }: TableEntry, rows: JsonObject[]): Promise<bigint> {
  const last = await run(`SELECT max(rowid) FROM ${quoteTable(name)}`);
  const firstRow = BigInt(String(last.rows[0]?.[0] ?? -1)) + 1n;
  if (rows.length === 0) return firstRow;
  // Bytes come as base64, JSON as its text.
  const types = fields.map(({ name: field, type, mode }) => {
    const base = type === "BYTES" || type === "JSON" ? "VARCHAR" : scalarType(type);
    return [field, mode === "REPEATED" ? [base] : base];
  });
  const columns = fields.map(({ name: field, type, mode }) =>
    type === "BYTES" && mode !== "REPEATED" ? `from_base64(r.${quote(field)})` : `r.${quote(field)}`,
  );
  await run(
    `INSERT INTO ${quoteTable(name)} SELECT ${columns.join(", ")}
     FROM (SELECT unnest(from_json($rows::VARCHAR, $types)) AS r)`,
    { rows: JSON.stringify(rows), types: JSON.stringify([Object.fromEntries(types)]) },
  );
  return firstRow;
}
