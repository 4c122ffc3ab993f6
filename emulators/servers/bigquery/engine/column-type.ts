import type { Field, FieldType } from "../catalog/field.ts";

const types: Record<FieldType, string> = {
  STRING: "VARCHAR",
  BYTES: "BLOB",
  INTEGER: "BIGINT",
  FLOAT: "DOUBLE",
  NUMERIC: "DECIMAL(38,9)",
  BIGNUMERIC: "DECIMAL(38,18)",
  BOOLEAN: "BOOLEAN",
  TIMESTAMP: "TIMESTAMPTZ",
  DATE: "DATE",
  TIME: "TIME",
  DATETIME: "TIMESTAMP",
  JSON: "JSON",
};

/** DuckDB's type of a value of the field. */
export function scalarType(type: FieldType): string {
  return types[type];
}

/** A column's definition in DuckDB. */
export function columnDefinition({ name, type, mode }: Field): string {
  const list = mode === "REPEATED" ? "[]" : "";
  return `"${name}" ${types[type]}${list}${mode === "REQUIRED" ? " NOT NULL" : ""}`;
}
