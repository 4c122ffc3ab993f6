import { sql } from "kysely";
import type { Kysely } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase } from "../testing/database.ts";
import type { TestDatabase } from "../testing/database.ts";
import { fillEveryTable } from "../testing/fill-every-table.ts";
import type { Database } from "./schema.d.ts";
import { seedData } from "../testing/examples/seed-data.ts";
import { inTenant } from "./tenant-scope.ts";
import { listTenantTables } from "../testing/tenant-tables.ts";
import type { TenantTable } from "../testing/tenant-tables.ts";

const [ours, theirs] = seedData;
const refused = { code: "42501" };
let database: TestDatabase;
let tables: TenantTable[];

beforeAll(async () => {
  database = await createTestDatabase();
  for (const tenant of seedData) {
    await inTenant(database.db, tenant.id, async (trx) => fillEveryTable(trx, tenant));
  }
  tables = await listTenantTables(database.adminDb);
});
afterAll(async () => database.drop());

describe("every table", () => {
  it("belongs to a tenant, to the platform, or is the migrations' own", async () => {
    const { rows } = await sql<{ name: string }>`
      select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'm', 'v')
        and relname not in ('kysely_migration', 'kysely_migration_lock', 'model_ends', 'platform_operators', 'plan_versions', 'rate_limits') order by relname`.execute(
      database.adminDb,
    );
    expect(tables.map((table) => table.name)).toEqual(rows.map((row) => row.name));
    expect(tables.length).toBeGreaterThanOrEqual(18);
  });

  it("forces row-level security", () => {
    expect(tables.filter((table) => !table.forced).map((table) => table.name)).toEqual([]);
  });

  it("shows the functions' role nothing but the scope's tenant, by every policy it has", async () => {
    const { rows } = await sql<{ name: string; command: string; using: string | null; check: string | null }>`
      select tablename as name, cmd as command, qual as "using", with_check as "check" from pg_policies
      where roles && array['crm_app', 'crm_owner', 'public']::name[]`.execute(database.adminDb);
    for (const { name, tenantColumn } of tables) {
      const own = `(${tenantColumn} = ( SELECT app_tenant_id() AS app_tenant_id))`;
      const policies = rows.filter((row) => row.name === name);
      expect(policies).toContainEqual({ name, command: "ALL", using: own, check: own });
      const others = policies.filter((policy) => policy.command !== "ALL");
      for (const policy of others) {
        expect(policy).toEqual({ name, command: "INSERT", using: null, check: "(tenant_id IS NULL)" });
        expect(["dead_letters", "audit_log"]).toContain(name);
      }
      expect(policies).toHaveLength(1 + others.length);
    }
  });

  it("holds a row of both tenants in these tests, so that they try something", async () => {
    for (const table of tables) {
      for (const tenant of seedData) {
        expect(
          await count(database.adminDb, table, tenant.id),
          `${table.name} of ${tenant.slug}`,
        ).toBeGreaterThan(0);
      }
    }
  });
});

describe("without a scope", () => {
  it("reads no row of any table", async () => {
    for (const table of tables) expect(await count(database.db, table), table.name).toBe(0);
  });

  it("writes no row of any table", async () => {
    await expectUntouched(async (table) => {
      await expect(insertCopyOf(database.db, table, theirs.id), table.name).rejects.toMatchObject(refused);
      await tryToChange(database.db, table, theirs.id);
    });
  });

  it("binds the owner of the tables as well", async () => {
    for (const table of tables) expect(await count(database.ownerDb, table), table.name).toBe(0);
  });
});

describe("in one tenant's scope", () => {
  it("reads its own rows and none of another's, of any table", async () => {
    for (const table of tables) {
      await inTenant(database.db, ours.id, async (trx) => {
        expect(await count(trx, table, ours.id), table.name).toBeGreaterThan(0);
        expect(await count(trx, table), table.name).toBe(await count(trx, table, ours.id));
        expect(await count(trx, table, theirs.id), table.name).toBe(0);
      });
    }
  });

  it("inserts no row in another's name, into any table", async () => {
    await expectUntouched(async (table) => {
      const attempt = inTenant(database.db, ours.id, async (trx) => insertCopyOf(trx, table, theirs.id));
      await expect(attempt, table.name).rejects.toMatchObject(refused);
    });
  });

  it("updates and deletes no row of another's, of any table", async () => {
    await expectUntouched(async (table) => {
      await tryToChange(database.db, table, theirs.id, ours.id);
    });
  });

  it("gives none of its rows away to another, of any table", async () => {
    await expectUntouched(async (table) => {
      const column = sql.ref(table.tenantColumn);
      const attempt = inTenant(database.db, ours.id, async (trx) => {
        await sql`update ${sql.table(table.name)} set ${column} = ${theirs.id}`.execute(trx);
      });
      await expect(attempt, table.name).rejects.toMatchObject(refused);
    });
  });
});

async function count(db: Kysely<Database>, table: TenantTable, tenantId?: string): Promise<number> {
  const filter = tenantId === undefined ? sql`true` : sql`${sql.ref(table.tenantColumn)} = ${tenantId}`;
  const { rows } = await sql<{
    n: number;
  }>`select count(*) as n from ${sql.table(table.name)} where ${filter}`.execute(db);
  return rows[0]?.n ?? Number.NaN;
}

/** Inserts a tenant's existing row as it is: the policy speaks before any unique constraint could. */
async function insertCopyOf(db: Kysely<Database>, table: TenantTable, tenantId: string): Promise<void> {
  const { rows } = await sql<{ row: unknown }>`
    select to_jsonb(t) as row from ${sql.table(table.name)} t where ${sql.ref(table.tenantColumn)} = ${tenantId}
    limit 1`.execute(database.adminDb);
  const { rows: columns } = await sql<{ name: string }>`
    select attname as name from pg_attribute
    where attrelid = ${table.name}::regclass and attnum > 0 and not attisdropped and attgenerated = ''`.execute(
    database.adminDb,
  );
  const list = sql.join(columns.map(({ name }) => sql.ref(name)));
  await sql`
    insert into ${sql.table(table.name)} (${list})
    select ${list} from jsonb_populate_record(null::${sql.table(table.name)}, ${JSON.stringify(rows[0]?.row)}::jsonb)`.execute(
    db,
  );
}

/** Updates and deletes must touch nothing, or not be allowed at all. */
async function tryToChange(
  db: Kysely<Database>,
  table: TenantTable,
  tenantId: string,
  scope?: string,
): Promise<void> {
  const name = sql.table(table.name);
  const column = sql.ref(table.tenantColumn);
  const attempts = [
    {
      allowed: table.mayUpdate,
      statement: sql`update ${name} set ${column} = ${column} where ${column} = ${tenantId}`,
    },
    { allowed: table.mayDelete, statement: sql`delete from ${name} where ${column} = ${tenantId}` },
  ];
  for (const { allowed, statement } of attempts) {
    const attempt =
      scope === undefined
        ? statement.execute(db)
        : inTenant(db, scope, async (trx) => statement.execute(trx));
    if (allowed) expect((await attempt).numAffectedRows, table.name).toBe(0n);
    else await expect(attempt, table.name).rejects.toMatchObject(refused);
  }
}

/** Runs the attempt on every table and compares all rows of both tenants before and after. */
async function expectUntouched(attempt: (table: TenantTable) => Promise<void>): Promise<void> {
  const before = await snapshot();
  for (const table of tables) await attempt(table);
  expect(await snapshot()).toEqual(before);
}

async function snapshot(): Promise<Record<string, unknown>> {
  const contents: Record<string, unknown> = {};
  for (const table of tables) {
    const { rows } =
      await sql`select to_jsonb(t) as row from ${sql.table(table.name)} t order by t.id`.execute(
        database.adminDb,
      );
    contents[table.name] = rows;
  }
  return contents;
}
