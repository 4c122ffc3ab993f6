import { sql } from "kysely";
import { listFacts } from "../../../shared/testing/facts.ts";
import { buckets, type ErasureStage } from "./erasure-stage.ts";

/** Every place that holds the text: `table contacts`, `object erasure-media/tenants/…`, `vector …`, `fact …`. */
export async function findMarker(stage: ErasureStage, marker: string): Promise<string[]> {
  const { database, storage, qdrantUrl, warehouse } = stage;
  const found: string[] = [];
  for (const table of await listTables(stage)) {
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from ${sql.table(table)} t
      where strpos(to_jsonb(t)::text, ${marker}) > 0`.execute(database.adminDb);
    if ((rows[0]?.n ?? 0) > 0) found.push(`table ${table}`);
  }
  for (const name of buckets) {
    const [files] = await storage.bucket(name).getFiles({ versions: true });
    for (const file of files) {
      const [bytes] = await file.download();
      if (`${file.name} ${bytes.toString()}`.includes(marker)) found.push(`object ${name}/${file.name}`);
    }
  }
  for (const point of await listVectors(qdrantUrl)) {
    if (JSON.stringify(point).includes(marker)) found.push("vector");
  }
  for (const fact of await listFacts(warehouse)) {
    if (JSON.stringify(fact).includes(marker)) found.push("fact");
  }
  return found;
}

export async function listTables({ database }: ErasureStage): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
      and not relispartition and relname not like 'kysely%' order by 1`.execute(database.adminDb);
  return rows.map(({ name }) => name);
}

/** As Qdrant itself shows them, past our own client. */
export async function listVectors(url: string): Promise<unknown[]> {
  const response = await fetch(`${url}/collections/chunks/points/scroll`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ limit: 1_000, with_payload: true }),
  });
  const { result } = (await response.json()) as { result: { points: unknown[] } };
  return result.points;
}

/**
 * Writes the marker into every column of the tenant's rows that takes text, one at a time, past triggers and foreign
 * keys. Columns that take only certain words, or a form, stay as they are. Resolves to the tables marked.
 */
export async function plantMarker(stage: ErasureStage, tenantId: string, marker: string): Promise<string[]> {
  const { rows: columns } = await sql<{ table: string; column: string; type: string; tenant: string }>`
    select c.table_name as table, c.column_name as column, c.data_type as type,
      case c.table_name when 'tenants' then 'id' else 'tenant_id' end as tenant
    from information_schema.columns c
    where c.table_schema = 'public' and c.data_type in ('text', 'jsonb') and c.is_generated = 'NEVER'
      -- Meta's ids, by which erasure finds what names them, and the tenant's own name, which its last trace keeps.
      and c.column_name !~ '^waba_.*_id$' and (c.table_name, c.column_name) <> ('tenants', 'slug')
      and (c.table_name = 'tenants' or exists (select from information_schema.columns t
        where t.table_schema = 'public' and t.table_name = c.table_name and t.column_name = 'tenant_id'))
    order by 1, 2`.execute(stage.database.adminDb);
  const marked = new Set<string>();
  for (const { table, column, type, tenant } of columns) {
    try {
      await stage.database.adminDb.transaction().execute(async (trx) => {
        await sql`set local session_replication_role = replica`.execute(trx);
        const value = type === "jsonb" ? sql`to_jsonb(${marker}::text)` : sql`${marker} || id::text`;
        const { numAffectedRows = 0n } = await sql`
          update ${sql.table(table)} set ${sql.ref(column)} = ${value}
          where ${sql.ref(tenant)} = ${tenantId}`.execute(trx);
        if (numAffectedRows > 0n) marked.add(table);
      });
    } catch (error) {
      // A check, a unique index, a partition's border: this column takes no such text.
      if (!(error instanceof Error && "code" in error && String(error.code).startsWith("23"))) throw error;
    }
  }
  return [...marked];
}
