import type { DuckDBValue } from "@duckdb/node-api";
import { fieldTypes, type FieldType } from "../catalog/field.ts";
import { scalarType } from "../engine/column-type.ts";
import { invalid, notImplemented } from "../http/api-error.ts";
import { asArray, asObject, asText, type JsonObject } from "../http/json-object.ts";

/** A parameter as DuckDB takes it: an expression with its type, and the value that is bound to it. */
export type Parameter = { expression: string; value: DuckDBValue };

/** The parameters of a query by what they are called in its text: a name, or their number from 0 on. */
export function readParameters(body: JsonObject): Map<string, Parameter> {
  return new Map(
    asArray(body["queryParameters"]).map((given, index) => {
      const parameter = asObject(given);
      const name = asText(parameter["name"])?.toLowerCase() ?? String(index);
      return [name, readParameter(`p_${name}`, parameter)] as const;
    }),
  );
}

function readParameter(bound: string, given: JsonObject): Parameter {
  const type = asObject(given["parameterType"]);
  const value = asObject(given["parameterValue"]);
  if (asText(type["type"])?.toUpperCase() !== "ARRAY") {
    const base = typeOf(type);
    return { expression: cast(`$${bound}::VARCHAR`, base), value: asText(value["value"]) ?? null };
  }
  const base = typeOf(asObject(type["arrayType"]));
  const items = asArray(value["arrayValues"]).map((item) => asText(asObject(item)["value"]) ?? null);
  return {
    expression: `list_transform(from_json($${bound}::VARCHAR, '["VARCHAR"]'), lambda item: ${cast("item", base)})`,
    value: JSON.stringify(items),
  };
}

function cast(expression: string, type: FieldType): string {
  // In brackets, for not everywhere may a bare expression stand: after INTERVAL, say.
  return type === "BYTES" ? `(from_base64(${expression}))` : `(CAST(${expression} AS ${scalarType(type)}))`;
}

const aliases: Record<string, FieldType> = { INT64: "INTEGER", FLOAT64: "FLOAT", BOOL: "BOOLEAN" };

function typeOf(type: JsonObject): FieldType {
  const word = asText(type["type"])?.toUpperCase() ?? "";
  if (word === "STRUCT") throw notImplemented("parameters of structs");
  const found = aliases[word] ?? fieldTypes.find((known) => known === word);
  if (found === undefined) throw invalid(`Invalid type of a query parameter: ${word}`);
  return found;
}
