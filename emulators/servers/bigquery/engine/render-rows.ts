import type { DuckDBValue } from "@duckdb/node-api";
import type { Field } from "../catalog/field.ts";
import type { Result } from "./result.ts";

export type TimestampFormat = "int64" | "float";
type Cell = { v: unknown };

/** Rows in BigQuery's own form, every value a text: https://cloud.google.com/bigquery/docs/reference/rest/v2/tabledata/list */
export function renderRows(
  { fields, rows }: Pick<Result, "fields" | "rows">,
  timestamps: TimestampFormat,
): { f: Cell[] }[] {
  return rows.map((row) => ({
    f: row.map((value, index) => ({ v: renderValue(value, fields[index], timestamps) })),
  }));
}

function renderValue(
  value: DuckDBValue | undefined,
  field: Field | undefined,
  timestamps: TimestampFormat,
): unknown {
  if (field?.mode === "REPEATED") {
    const items = isList(value) ? value.items : [];
    return items.map((item) => ({ v: renderScalar(item, timestamps) }));
  }
  return renderScalar(value, timestamps);
}

function renderScalar(value: DuckDBValue | undefined, timestamps: TimestampFormat): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value !== "object") return String(value);
  if ("bytes" in value) return Buffer.from(value.bytes as Uint8Array).toString("base64");
  const text = String(value);
  if (!("micros" in value)) return text;
  // A moment ends in its zone, always UTC here; a time of the clock, with or without a day, does not.
  if (!/[+-]\d\d$/.test(text)) return text.replace(" ", "T");
  const { micros } = value as { micros: bigint };
  return timestamps === "int64" ? String(micros) : String(Number(micros) / 1e6);
}

function isList(value: DuckDBValue | undefined): value is DuckDBValue & { items: readonly DuckDBValue[] } {
  return typeof value === "object" && value !== null && "items" in value;
}
