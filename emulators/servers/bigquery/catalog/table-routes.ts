import { duplicate, invalid, notFound, notImplemented } from "../http/api-error.ts";
import { asObject, asText, type JsonObject } from "../http/json-object.ts";
import type { Call } from "../http/call.ts";
import { tableKey, type TableEntry, type TableName } from "./catalog.ts";
import { datasetOf } from "./dataset-routes.ts";
import { readFields } from "./field.ts";
import { readPartitioning } from "./partitioning.ts";
import { stamp } from "./stamp.ts";

export function listTables(call: Call): JsonObject {
  const { project, dataset } = datasetOf(call);
  const tables = call.warehouse.catalog
    .tables()
    .filter(({ name }) => name.project === project && name.dataset === dataset)
    .map(({ resource: { schema: _schema, ...shown } }) => shown);
  return {
    kind: "bigquery#tableList",
    totalItems: tables.length,
    ...(tables.length === 0 ? {} : { tables }),
  };
}

export async function insertTable(call: Call): Promise<JsonObject> {
  const { project, dataset } = datasetOf(call);
  const { body, warehouse } = call;
  const table = asText(asObject(body["tableReference"])["tableId"]) ?? "";
  if (!/^[\w-]{1,1024}$/.test(table)) throw invalid(`Invalid table ID "${table}".`);
  if (body["view"] !== undefined) throw notImplemented("views");
  const name = { project, dataset, table };
  if (warehouse.catalog.findTable(name) !== undefined) throw duplicate("Table", tableKey(name));
  const entry = describe(name, body);
  await warehouse.catalog.putTable(entry);
  return entry.resource;
}

export function getTable(call: Call): JsonObject {
  return tableOf(call).resource;
}

/** Changes what a table says of itself, and appends columns; everything else of a schema stays as it is. */
export async function patchTable(call: Call): Promise<JsonObject> {
  const { name, fields, resource } = tableOf(call);
  const changed = describe(name, { ...resource, ...call.body });
  const added = changed.fields.slice(fields.length);
  const isSame = fields.every(
    (field, index) => JSON.stringify(field) === JSON.stringify(changed.fields[index]),
  );
  if (!isSame || added.some(({ mode }) => mode === "REQUIRED"))
    throw invalid(`Provided Schema does not match Table ${tableKey(name)}.`);
  if (added.length > 0) await call.warehouse.engine.addColumns(name, added);
  await call.warehouse.catalog.putTable(changed);
  return changed.resource;
}

export async function deleteTable(call: Call): Promise<undefined> {
  const { name } = tableOf(call);
  await call.warehouse.engine.dropTable(name);
  await call.warehouse.catalog.removeTable(name);
}

/** The table that the path names; throws where there is none. */
export function tableOf({ warehouse, names: { project, first, second } }: Call): TableEntry {
  const name = { project, dataset: first, table: second };
  const found = warehouse.catalog.findTable(name);
  if (found === undefined) throw notFound("Table", tableKey(name));
  return found;
}

function describe(name: TableName, body: JsonObject): TableEntry {
  const fields = readFields(body["schema"]);
  if (fields.length === 0) throw invalid("Schema field is required: the local BigQuery has no empty tables.");
  readPartitioning(body, fields);
  const { project, dataset, table } = name;
  const given = asObject(body["schema"])["fields"] as JsonObject[];
  const resource = stamp("table", {
    ...body,
    type: "TABLE",
    id: tableKey(name),
    tableReference: { projectId: project, datasetId: dataset, tableId: table },
    // Types by the names that the API gives back.
    schema: { fields: given.map((field, index) => ({ ...field, ...fields[index] })) },
  });
  return { name, fields, resource };
}
