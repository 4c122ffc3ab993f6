import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Database } from "../schema.d.ts";

type CatalogueColumn = {
  name: string;
  type: string;
  nullable: boolean;
  generated: boolean;
  check: string | null;
};

const typeScriptTypes: Record<string, string> = {
  uuid: "string",
  text: "string",
  bpchar: "string",
  date: "string",
  bool: "boolean",
  int4: "number",
  int8: "number",
  timestamptz: "Timestamp",
  jsonb: "Json",
  bytea: "Buffer",
  _text: "string[]",
};

const head = `// Generated from the database's catalogue by \`npm run schema\`. A test compares them.
import type { ColumnType, Selectable } from "kysely";

/** timestamptz: a Date when read; a Date or an ISO 8601 text when written. */
export type Timestamp = ColumnType<Date, Date | string, Date | string>;

/** jsonb: parsed when read (validate it); written as JSON text, by \`toJsonb\`, because pg would turn a JS array into a Postgres array. */
export type Json = ColumnType<unknown, string, string>;

/** The database fills it in when an insert leaves it out. Kysely's own of this name does not see through the types above. */
export type Generated<T> =
  T extends ColumnType<infer Selected, infer Inserted, infer Updated>
    ? ColumnType<Selected, Inserted | undefined, Updated>
    : ColumnType<T, T | undefined, T>;
`;

/** The text of `schema.d.ts`: every table's Kysely type and the type of a row as it is read, before the formatter. */
export async function renderSchema(db: Kysely<Database>): Promise<string> {
  const { rows } = await sql<CatalogueColumn & { table: string }>`
    select c.relname as "table", a.attname as name, t.typname as type, not a.attnotnull as nullable,
      a.atthasdef as generated,
      (select pg_get_constraintdef(k.oid) from pg_constraint k
        where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]
          and pg_get_constraintdef(k.oid) like '%= ANY (ARRAY[%') as "check"
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    join pg_type t on t.oid = a.atttypid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname not like 'kysely_%'
    order by c.relname, a.attnum`.execute(db);
  const tables = Map.groupBy(rows, (row) => row.table);
  const types = [...tables].flatMap(([table, columns]) => [
    `export type ${tableTypeName(table)} = {\n${columns.map(renderColumn).join("")}};`,
    `export type ${rowTypeName(table)} = Selectable<${tableTypeName(table)}>;`,
  ]);
  const database = [...tables.keys()].map((table) => `  ${table}: ${tableTypeName(table)};\n`).join("");
  return [
    head,
    ...types,
    `/** Every table, by its name in the database. */\nexport type Database = {\n${database}};\n`,
  ].join("\n\n");
}

/** `message_statuses` → `MessageStatusesTable`. */
function tableTypeName(table: string): string {
  return `${table.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())}Table`;
}

/** `message_statuses` → `MessageStatus`: a row as it is read. */
function rowTypeName(table: string): string {
  const name = tableTypeName(table).replace(/Table$/, "");
  if (/(?:ia|[^s]ss)$/.test(name)) return name;
  if (name.endsWith("ies")) return `${name.slice(0, -3)}y`;
  return name.replace(/(?<=tus|cess|box|lias)es$|s$/, "");
}

function renderColumn(column: CatalogueColumn): string {
  const members = [...(column.check?.matchAll(/'([^']*)'::text/g) ?? [])].map(
    ([, value]) => `"${value ?? ""}"`,
  );
  const base =
    members.length > 0 ? members.join(" | ") : (typeScriptTypes[column.type] ?? `UNKNOWN_${column.type}`);
  const type = column.nullable ? `${base} | null` : base;
  return `  ${column.name}: ${column.generated ? `Generated<${type}>` : type};\n`;
}
