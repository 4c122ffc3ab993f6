import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { RawBuilder } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase } from "../testing/database.ts";
import type { TestDatabase } from "../testing/database.ts";
import { fillEveryTable } from "../testing/fill-every-table.ts";
import { seedData } from "../testing/examples/seed-data.ts";
import { inTenant } from "./tenant-scope.ts";
import { listTenantTables } from "../testing/tenant-tables.ts";

type ForeignKey = {
  table: string;
  columns: string[];
  target: string;
  targetColumns: string[];
  onDelete: string;
  indexes: string[][];
};

const [ours, theirs] = seedData;
let database: TestDatabase;
let foreignKeys: ForeignKey[];

beforeAll(async () => {
  database = await createTestDatabase();
  for (const tenant of seedData) {
    await inTenant(database.db, tenant.id, async (trx) => fillEveryTable(trx, tenant));
  }
  foreignKeys = await listForeignKeys();
});
afterAll(async () => database.drop());

describe("foreign keys", () => {
  it("tie every tenant table to its tenant, and go with it", async () => {
    for (const { name } of await listTenantTables(database.adminDb)) {
      if (name === "tenants") continue;
      expect(foreignKeys).toContainEqual(
        expect.objectContaining({ table: name, columns: ["tenant_id"], target: "tenants", onDelete: "c" }),
      );
    }
  });

  it("name the tenant on both sides, so that they cannot cross tenants", () => {
    // Plans are the platform's: the same for every tenant.
    const between = foreignKeys.filter((key) => !["tenants", "plan_versions"].includes(key.target));
    expect(between.length).toBeGreaterThan(10);
    for (const key of between) {
      const position = key.columns.indexOf("tenant_id");
      expect(position, describeKey(key)).toBeGreaterThanOrEqual(0);
      expect(key.targetColumns[position], describeKey(key)).toBe("tenant_id");
    }
  });

  it("refuse a row that points at another tenant's row", async () => {
    const contact = await database.adminDb
      .selectFrom("contacts")
      .select("id")
      .where("tenant_id", "=", ours.id)
      .executeTakeFirstOrThrow();
    const attempt = inTenant(database.db, ours.id, async (trx) => {
      await trx
        .insertInto("conversations")
        .values({ outlet_id: theirs.outlet.id, contact_id: contact.id })
        .execute();
    });
    await expect(attempt).rejects.toMatchObject({ code: "23503" });
  });

  it("are each found by an index", () => {
    for (const key of foreignKeys) {
      const found = key.indexes.some((index) => leadsTo(index, key.columns));
      expect(found, describeKey(key)).toBe(true);
    }
  });

  it("keep an outlet that has conversations or usage", async () => {
    const attempt = inTenant(database.db, theirs.id, async (trx) => {
      await trx.deleteFrom("outlets").where("id", "=", theirs.outlet.id).execute();
    });
    await expect(attempt).rejects.toMatchObject({ code: "23503" });
  });
});

describe("deleting", () => {
  it("a contact takes its conversations and messages along, and nothing else", async () => {
    await inTenant(database.db, ours.id, async (trx) => {
      const other = await trx
        .insertInto("contacts")
        .values({ phone: "6289999999" })
        .returning("id")
        .executeTakeFirstOrThrow();
      const conversation = await trx
        .insertInto("conversations")
        .values({ outlet_id: ours.outlet.id, contact_id: other.id })
        .returning("id")
        .executeTakeFirstOrThrow();
      const before = await trx.selectFrom("messages").select("id").execute();
      await trx
        .insertInto("messages")
        .values({
          outlet_id: ours.outlet.id,
          contact_id: other.id,
          conversation_id: conversation.id,
          direction: "inbound",
          sender_type: "customer",
          status: "received",
          type: "text",
          wamid: randomUUID(),
        })
        .execute();
      await trx.deleteFrom("contacts").where("id", "=", other.id).execute();
      expect(await trx.selectFrom("messages").select("id").execute()).toEqual(before);
      expect(await trx.selectFrom("conversations").where("id", "=", conversation.id).execute()).toEqual([]);
    });
  });

  it("a user keeps what the user wrote or was assigned to", async () => {
    const [admin] = ours.users;
    await inTenant(database.db, ours.id, async (trx) => {
      await trx
        .deleteFrom("users")
        .where("id", "=", admin?.id ?? "")
        .execute();
      const conversations = await trx.selectFrom("conversations").select("assigned_user_id").execute();
      expect(conversations).toEqual([{ assigned_user_id: null }]);
    });
  });

  it("a tenant removes all its rows, and none of another's", async () => {
    const tables = await listTenantTables(database.adminDb);
    await inTenant(database.ownerDb, theirs.id, async (trx) => {
      await trx.deleteFrom("tenants").where("id", "=", theirs.id).execute();
    });
    for (const { name, tenantColumn } of tables) {
      const { rows } = await sql<{ id: string; n: number }>`
        select ${sql.ref(tenantColumn)} as id, count(*) as n from ${sql.table(name)} group by 1`.execute(
        database.adminDb,
      );
      expect(
        rows.map((row) => row.id),
        name,
      ).toEqual([ours.id]);
    }
  });
});

async function listForeignKeys(): Promise<ForeignKey[]> {
  const { rows } = await sql<ForeignKey>`
    select k.conrelid::regclass::text as "table", k.confrelid::regclass::text as target, k.confdeltype as "onDelete",
      ${names("k.conrelid", "k.conkey")} as columns, ${names("k.confrelid", "k.confkey")} as "targetColumns",
      (select json_agg(${names("i.indrelid", "i.indkey")}) from pg_index i
        where i.indrelid = k.conrelid
          and (i.indpred is null or pg_get_expr(i.indpred, i.indrelid) ~ '^[(][a-z_]+ IS NOT NULL[)]$')) as indexes
    from pg_constraint k where k.contype = 'f' order by 1`.execute(database.adminDb);
  return rows;
}

/** The names of the columns whose numbers the catalogue holds. */
function names(relation: string, keys: string): RawBuilder<unknown> {
  return sql`(
    select json_agg(a.attname order by key.position)
    from unnest(${sql.ref(keys)}::int2[]) with ordinality as key (number, position)
    join pg_attribute a on a.attrelid = ${sql.ref(relation)} and a.attnum = key.number)`;
}

/** An index serves when it starts with the key's columns, or with its one column besides the tenant, which is unique by itself. */
function leadsTo(index: string[], columns: string[]): boolean {
  const own = columns.filter((column) => column !== "tenant_id");
  const starts = new Set(index.slice(0, columns.length));
  return columns.every((column) => starts.has(column)) || (own.length === 1 && index[0] === own[0]);
}

function describeKey(key: ForeignKey): string {
  return `${key.table} (${key.columns.join(", ")}) → ${key.target}`;
}
