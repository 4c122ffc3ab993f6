import { invalid, notImplemented } from "../http/api-error.ts";
import { asArray, asObject, asText, type JsonObject } from "../http/json-object.ts";

export const fieldTypes = [
  "STRING",
  "BYTES",
  "INTEGER",
  "FLOAT",
  "NUMERIC",
  "BIGNUMERIC",
  "BOOLEAN",
  "TIMESTAMP",
  "DATE",
  "TIME",
  "DATETIME",
  "JSON",
] as const;

export type FieldType = (typeof fieldTypes)[number];
export type Field = { name: string; type: FieldType; mode: "NULLABLE" | "REQUIRED" | "REPEATED" };

/** The names of GoogleSQL, which the API takes and never gives back. */
const aliases: Record<string, FieldType> = { INT64: "INTEGER", FLOAT64: "FLOAT", BOOL: "BOOLEAN" };
const modes = ["NULLABLE", "REQUIRED", "REPEATED"] as const;

/** Reads a table's `schema`. Throws what BigQuery answers to one that cannot be. */
export function readFields(schema: unknown): Field[] {
  return asArray(asObject(schema)["fields"]).map((given) => readField(asObject(given)));
}

function readField(given: JsonObject): Field {
  const name = asText(given["name"]) ?? "";
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,299}$/.test(name))
    throw invalid(`Invalid field name "${name}". Fields must contain only letters, numbers, and underscores`);
  const word = (asText(given["type"]) ?? "").toUpperCase();
  if (word === "RECORD" || word === "STRUCT") throw notImplemented("columns of records");
  const type = aliases[word] ?? fieldTypes.find((known) => known === word);
  if (type === undefined) throw invalid(`Invalid value for type: ${word} is not a valid value`);
  const mode = modes.find((known) => known === (asText(given["mode"]) ?? "NULLABLE").toUpperCase());
  if (mode === undefined) throw invalid(`Invalid mode of field ${name}`);
  return { name, type, mode };
}
