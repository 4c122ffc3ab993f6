import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { Database } from "./database.ts";

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

/** Every table's Kysely type as it must stand in this folder, from the database's catalogue. For the test that compares them. */
export async function renderTableTypes(db: Kysely<Database>): Promise<Map<string, string>> {
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
  const tables = new Map<string, string>();
  for (const [table, columns] of Map.groupBy(rows, (row) => row.table)) {
    tables.set(table, `export type ${tableTypeName(table)} = {\n${columns.map(renderColumn).join("")}};`);
  }
  return tables;
}

/** `message_statuses` → `MessageStatusesTable`. */
export function tableTypeName(table: string): string {
  return `${table.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())}Table`;
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
