import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createTestDatabase, testPasswords } from "../testing/database.ts";
import type { TestDatabase } from "../testing/database.ts";
import { ensureRoles } from "./ensure-roles.ts";
import { fillEveryTable } from "./fill-every-table.ts";
import { createDatabase } from "./client.ts";
import type { Database } from "./schema/database.ts";
import { seedData } from "./seed-data.ts";
import { inTenant } from "./tenant-scope.ts";

const refused = { code: "42501" };
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  for (const tenant of seedData) {
    await inTenant(database.db, tenant.id, async (trx) => fillEveryTable(trx, tenant));
  }
});
afterAll(async () => database.drop());

describe("the roles", () => {
  it("are no superusers, do not bypass row-level security, and create neither roles nor databases", async () => {
    const { rows } = await sql`
      select rolname, rolcanlogin from pg_roles
      where rolname like 'crm_%' and not (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)
      order by rolname`.execute(database.adminDb);
    expect(rows).toEqual([
      { rolname: "crm_app", rolcanlogin: true },
      { rolname: "crm_lookup", rolcanlogin: false },
      { rolname: "crm_owner", rolcanlogin: true },
      { rolname: "crm_platform", rolcanlogin: true },
    ]);
  });

  it("leave the functions and the platform owning nothing and belonging to no other role", async () => {
    const { rows: owned } = await sql`
      select objid::regclass::text from pg_shdepend where deptype = 'o' and refclassid = 'pg_authid'::regclass
        and refobjid in ('crm_app'::regrole, 'crm_platform'::regrole)`.execute(database.adminDb);
    const { rows: memberships } = await sql`
      select 1 from pg_auth_members where member in ('crm_app'::regrole, 'crm_platform'::regrole)`.execute(
      database.adminDb,
    );
    expect({ owned, memberships }).toEqual({ owned: [], memberships: [] });
  });

  it("can be ensured again and by many at once, from several databases", async () => {
    const elsewhere = createDatabase(inject("databaseAdminUrl"), { maxConnections: 4 });
    const admins = [database.adminDb, elsewhere, database.adminDb, elsewhere, database.adminDb, elsewhere];
    try {
      await Promise.all(admins.map(async (admin) => ensureRoles(admin, testPasswords)));
    } finally {
      await elsewhere.destroy();
    }
    const fresh = createDatabase(database.appUrl, { maxConnections: 1 });
    await expect(sql`select 1 as one`.execute(fresh)).resolves.toMatchObject({ rows: [{ one: 1 }] });
    await fresh.destroy();
  });

  it("create nothing in the schema", async () => {
    for (const db of [database.db, database.platformDb]) {
      await expect(sql`create table mine (id int)`.execute(db)).rejects.toMatchObject(refused);
    }
  });
});

describe("the functions' role", () => {
  it("changes nothing in the audit log or in what was counted and paid", async () => {
    for (const table of [
      "audit_log",
      "usage_records",
      "deposits",
      "ledger_transactions",
      "ledger_entries",
      "invoices",
      "invoice_payments",
      "dead_letters",
    ]) {
      await expect(write(`update ${table} set id = id`), table).rejects.toMatchObject(refused);
      await expect(write(`delete from ${table}`), table).rejects.toMatchObject(refused);
    }
  });

  it("knows nothing of the platform's operators", async () => {
    await expect(write("select id from platform_operators")).rejects.toMatchObject(refused);
  });

  it("cannot empty a table past the policies", async () => {
    await expect(write("truncate outbox")).rejects.toMatchObject(refused);
  });

  it("cannot become another role", async () => {
    for (const role of ["crm_owner", "crm_platform", "crm_lookup", "postgres"]) {
      await expect(sql`set role ${sql.ref(role)}`.execute(database.db), role).rejects.toMatchObject(refused);
    }
  });
});

describe("the platform's role", () => {
  it("sees the work of every tenant", async () => {
    for (const table of [
      "outbox",
      "dead_letters",
      "messages",
      "conversations",
      "documents",
      "outlets",
      "subscriptions",
    ]) {
      const { rows } = await sql`select distinct tenant_id from ${sql.table(table)}`.execute(
        database.platformDb,
      );
      expect(rows, table).toHaveLength(2);
    }
    const tenants = await database.platformDb.selectFrom("tenants").select("slug").orderBy("slug").execute();
    expect(tenants).toEqual([{ slug: "acme" }, { slug: "globex" }]);
  });

  it("reads no contents, credentials or people", async () => {
    for (const [table, columns] of Object.entries(confidential)) {
      for (const column of columns) {
        const read = sql`select ${sql.ref(column)} from ${sql.table(table)}`.execute(database.platformDb);
        await expect(read, `${table}.${column}`).rejects.toMatchObject(refused);
      }
    }
  });

  it("sees only its own operators' idempotency keys, no tenant's", async () => {
    const { rows } = await sql`select id from idempotency_keys`.execute(database.platformDb);
    expect(rows).toEqual([]);
    const theirs = sql`insert into idempotency_keys (tenant_id, principal, key, request_sha256, attempt_id, locked_until)
      values (${seedData[0].id}, 'x', 'x', sha256(''), gen_random_uuid(), now())`;
    await expect(theirs.execute(database.platformDb)).rejects.toMatchObject(refused);
  });

  it("writes nothing outside the outbox, dead letters, the audit log, its idempotency keys and the ends of models", async () => {
    const { rows } = await sql<{ name: string }>`
      select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
        and (has_any_column_privilege('crm_platform', oid, 'insert, update') or has_table_privilege('crm_platform', oid, 'delete, truncate'))
      order by 1`.execute(database.adminDb);
    expect(rows.map((row) => row.name)).toEqual([
      "audit_log",
      "dead_letters",
      "idempotency_keys",
      "model_ends",
      "model_notices",
      "outbox",
    ]);
  });
});

const confidential = {
  messages: ["body", "content", "raw", "trace", "citations", "error_detail", "contact_id"],
  conversations: ["handoff_summary", "handoff_reason", "contact_id"],
  documents: ["name", "object_name"],
  outlets: ["access_token_ciphertext", "access_token_last4", "waba_phone_number"],
  tenants: ["contact_email", "llm_config", "llm_tone"],
  contacts: ["id"],
  users: ["email", "display_name", "firebase_uid", "role"],
  api_keys: ["prefix", "secret_sha256", "scopes"],
  tenant_data_keys: ["id"],
  audit_log: ["id"],
} satisfies { [Table in keyof Database]?: (keyof Database[Table])[] };

async function write(statement: string): Promise<void> {
  await inTenant(database.db, seedData[0].id, async (trx) => {
    await sql.raw(statement).execute(trx);
  });
}
