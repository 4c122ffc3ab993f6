import { invalid, notImplemented } from "../http/api-error.ts";
import { asObject, asText, type JsonObject } from "../http/json-object.ts";
import type { Field } from "./field.ts";

export type Partitioning = { field: string; isFilterRequired: boolean };

/** How a table is partitioned, by a column of its own; undefined where it is not. Throws where it cannot be. */
export function readPartitioning(resource: JsonObject, fields: readonly Field[]): Partitioning | undefined {
  if (resource["rangePartitioning"] !== undefined) throw notImplemented("partitions by range");
  checkClustering(resource, fields);
  const given = asObject(resource["timePartitioning"]);
  if (given["type"] === undefined) return undefined;
  const field = asText(given["field"]);
  if (field === undefined) throw notImplemented("partitions by the time of ingestion");
  const column = fields.find(({ name }) => name === field);
  if (column === undefined)
    throw invalid(`The field specified for partitioning cannot be found in the schema.`);
  if (!["DATE", "TIMESTAMP", "DATETIME"].includes(column.type) || column.mode === "REPEATED")
    throw invalid(
      `The field specified for partitioning has type ${column.type}, which cannot be partitioned by.`,
    );
  const isFilterRequired =
    resource["requirePartitionFilter"] === true || given["requirePartitionFilter"] === true;
  return { field, isFilterRequired };
}

function checkClustering(resource: JsonObject, fields: readonly Field[]): void {
  const clustering = asObject(resource["clustering"])["fields"];
  if (clustering === undefined) return;
  if (!Array.isArray(clustering) || clustering.length === 0 || clustering.length > 4)
    throw invalid("Between one and four fields can be specified for clustering.");
  for (const name of clustering as unknown[]) {
    if (!fields.some((field) => field.name === name))
      throw invalid(`The field specified for clustering cannot be found in the schema: ${String(name)}.`);
  }
}
