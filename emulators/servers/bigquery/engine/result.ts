import type { DuckDBResult, DuckDBValue } from "@duckdb/node-api";
import type { Field, FieldType } from "../catalog/field.ts";
import { notImplemented } from "../http/api-error.ts";

/** What a statement gave: its columns by BigQuery's types, its rows by DuckDB's values. */
export type Result = {
  fields: Field[];
  rows: DuckDBValue[][];
  /** Rows that it inserted, changed or deleted. */
  changed: number;
};

type Materialized = Pick<DuckDBResult, "columnNames" | "columnTypes" | "getRows" | "rowsChanged">;

export async function readResult(result: Materialized): Promise<Result> {
  const types = result.columnTypes();
  const fields = result.columnNames().map((name, index) => {
    const type = types[index];
    return fieldOf(name, String(type), type?.alias);
  });
  return { fields, rows: await result.getRows(), changed: result.rowsChanged };
}

function fieldOf(name: string, type: string, alias: string | undefined): Field {
  const repeated = /^(.*)\[\]$/.exec(type)?.[1];
  return {
    name,
    type: alias === "JSON" ? "JSON" : fieldType(repeated ?? type),
    mode: repeated === undefined ? "NULLABLE" : "REPEATED",
  };
}

const integers = /^U?(?:TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$/;
const named: Record<string, FieldType> = {
  VARCHAR: "STRING",
  UUID: "STRING",
  BLOB: "BYTES",
  DOUBLE: "FLOAT",
  FLOAT: "FLOAT",
  BOOLEAN: "BOOLEAN",
  "TIMESTAMP WITH TIME ZONE": "TIMESTAMP",
  TIMESTAMP: "DATETIME",
  DATE: "DATE",
  TIME: "TIME",
  SQLNULL: "STRING",
  '"NULL"': "STRING",
};

function fieldType(type: string): FieldType {
  if (integers.test(type)) return "INTEGER";
  if (type.startsWith("DECIMAL(")) return "NUMERIC";
  const found = named[type];
  if (found === undefined) throw notImplemented(`results of the type ${type}`);
  return found;
}
