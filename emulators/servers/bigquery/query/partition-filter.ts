import type { Catalog, TableName } from "../catalog/catalog.ts";
import { readPartitioning } from "../catalog/partitioning.ts";
import { invalidQuery } from "../http/api-error.ts";
import { asArray, asObject, asText, type JsonObject } from "../http/json-object.ts";

type Place = { project: string; dataset?: string | undefined };

/**
 * Throws where a part of the statement reads a table that wants a filter of its partitions and has none. The filter is
 * looked for in the same `SELECT`, `DELETE` or `UPDATE`; the real service finds it further out as well.
 */
export function requirePartitionFilters(tree: unknown, catalog: Catalog, place: Place): void {
  for (const part of listParts(tree)) {
    for (const name of tablesOf(part, place)) {
      const table = catalog.findTable(name);
      const partitioning = table && readPartitioning(table.resource, table.fields);
      if (partitioning?.isFilterRequired !== true) continue;
      const filters = JSON.stringify([
        part["where_clause"],
        asArray(part["joins"]).map((join) => asObject(join)["on"]),
      ]);
      if (filters.includes(`"name":"${partitioning.field}"`)) continue;
      throw invalidQuery(
        `Cannot query over table '${name.dataset}.${name.table}' without a filter over column(s) '${partitioning.field}' ` +
          "that can be used for partition elimination",
      );
    }
  }
}

/** Every `SELECT`, `DELETE` and `UPDATE` in the tree, however deep. */
function listParts(node: unknown): JsonObject[] {
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => [
    ...(["select", "delete", "update"].includes(key) ? [asObject(value)] : []),
    ...listParts(value),
  ]);
}

function tablesOf(part: JsonObject, place: Place): TableName[] {
  const sources = [
    ...asArray(asObject(part["from"])["expressions"]).map((source) => asObject(source)["table"]),
    ...asArray(part["joins"]).map((join) => asObject(asObject(join)["this"])["table"]),
    // A table that is deleted from or updated is the node itself, not wrapped.
    asObject(part["table"])["name"] === undefined ? undefined : part["table"],
  ];
  return sources.flatMap((source) => {
    const table = nameIn(source, "name");
    const dataset = nameIn(source, "schema") ?? place.dataset;
    if (table === undefined || dataset === undefined) return [];
    return [{ project: nameIn(source, "catalog") ?? place.project, dataset, table }];
  });
}

function nameIn(source: unknown, part: string): string | undefined {
  return asText(asObject(asObject(source)[part])["name"]);
}
