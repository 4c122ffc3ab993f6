import type { Field, FieldType } from "../catalog/field.ts";
import type { Partitioning } from "../catalog/partitioning.ts";
import type { JsonObject } from "../http/json-object.ts";

type RowError = { reason: "invalid"; location: string; debugInfo: ""; message: string };
export type Checked = { row: JsonObject } | { errors: RowError[] };

type Options = { fields: readonly Field[]; partitioning: Partitioning | undefined; ignoreUnknown: boolean };

/** A row as the table takes it, each value in a form that DuckDB reads; or all that is wrong with it. */
export function checkRow(given: JsonObject, { fields, partitioning, ignoreUnknown }: Options): Checked {
  const errors: RowError[] = [];
  const wrong = (location: string, message: string): void =>
    void errors.push({ reason: "invalid", location, debugInfo: "", message });

  const names = new Map(fields.map((field) => [field.name.toLowerCase(), field]));
  if (!ignoreUnknown) {
    for (const name of Object.keys(given))
      if (!names.has(name.toLowerCase())) wrong(name, `no such field: ${name}.`);
  }
  const values = new Map(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]));
  const row: JsonObject = {};
  for (const field of fields) {
    const value = values.get(field.name.toLowerCase()) ?? null;
    const converted = convert(field, value);
    if (converted === undefined)
      wrong(field.name, `Cannot convert value to ${field.type.toLowerCase()} (bad value).`);
    else if (converted === null && field.mode === "REQUIRED")
      wrong("", `Missing required field: ${field.name}.`);
    else row[field.name] = converted;
  }
  const day = partitioning === undefined ? undefined : row[partitioning.field];
  if (typeof day === "string" && !isWithinBounds(day))
    wrong(
      "",
      `Value ${day} for field ${partitioning?.field} of the destination table is outside the allowed bounds. You can only stream to date range within 1825 days in the past and 366 days in the future relative to the current date.`,
    );
  return errors.length > 0 ? { errors } : { row };
}

/** Undefined where it cannot be of the field's type. */
function convert({ type, mode }: Field, value: unknown): unknown {
  if (mode !== "REPEATED") return value === null ? null : scalar(type, value);
  if (value === null) return [];
  if (!Array.isArray(value)) return undefined;
  const items = value.map((item) => scalar(type, item));
  return items.includes(undefined) ? undefined : items;
}

const date = String.raw`\d{4}-\d{1,2}-\d{1,2}`;
const time = String.raw`\d{1,2}:\d{1,2}(?::\d{1,2}(?:\.\d{1,6})?)?`;
const forms: Partial<Record<FieldType, RegExp>> = {
  INTEGER: /^[+-]?\d{1,19}$/,
  FLOAT: /^[+-]?(?:\d+\.?\d*(?:e[+-]?\d+)?|\.\d+|inf(?:inity)?|nan)$/i,
  NUMERIC: /^[+-]?\d{1,29}(?:\.\d{1,9})?$/,
  BIGNUMERIC: /^[+-]?\d{1,20}(?:\.\d{1,18})?$/,
  BOOLEAN: /^(?:true|false)$/i,
  BYTES: /^[A-Za-z0-9+/_-]*={0,2}$/,
  TIMESTAMP: new RegExp(`^${date}(?:[T ]${time}(?: ?(?:Z|UTC|[+-]\\d\\d(?::?\\d\\d)?))?)?$`),
  DATE: new RegExp(`^${date}$`),
  TIME: new RegExp(`^${time}$`),
  DATETIME: new RegExp(`^${date}(?:[T ]${time})?$`),
};

function scalar(type: FieldType, value: unknown): unknown {
  if (type === "JSON") return typeof value === "string" ? value : JSON.stringify(value);
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return undefined;
  // A number is seconds since 1970.
  if (type === "TIMESTAMP" && typeof value === "number") return new Date(value * 1000).toISOString();
  const text = String(value);
  if (forms[type]?.test(text) === false) return undefined;
  const isTime = type === "TIMESTAMP" || type === "DATE" || type === "DATETIME";
  return isTime && Number.isNaN(Date.parse(text.replace(" UTC", "Z")))
    ? undefined
    : text.replace(" UTC", "Z");
}

const day = 86_400_000;

function isWithinBounds(text: string): boolean {
  const age = (Date.now() - Date.parse(text)) / day;
  return age <= 1825 && age >= -366;
}
