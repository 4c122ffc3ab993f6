import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { functionRoles } from "../../contracts/database-roles.ts";
import { readRights } from "../../contracts/read-rights.ts";
import { createTestDatabase, testPasswords } from "../../testing/database.ts";
import type { TestDatabase } from "../../testing/database.ts";
import { ensureRoles } from "./ensure-roles.ts";
import { fillEveryTable } from "../../testing/fill-every-table.ts";
import { createDatabase } from "../client.ts";
import type { Database } from "../schema.d.ts";
import { seedData } from "../../testing/examples/seed-data.ts";
import { inTenant } from "../tenant-scope.ts";

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
    const { rows } = await sql<{ rolname: string; rolcanlogin: boolean }>`
      select rolname, rolcanlogin from pg_roles
      where rolname like 'crm_%' and rolname not like 'crm_test%' and not (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)
      order by rolname`.execute(database.adminDb);
    const all = [
      ...functionRoles.map(({ role }) => role),
      "crm_app",
      "crm_audit",
      "crm_local",
      "crm_lookup",
      "crm_owner",
      "crm_platform",
    ];
    expect(rows.map(({ rolname }) => rolname)).toEqual(all.toSorted());
    // In the cloud functions sign in as themselves, and there is no local role.
    const logins = rows.filter(({ rolcanlogin }) => rolcanlogin).map(({ rolname }) => rolname);
    expect(logins).toEqual(["crm_local", "crm_owner"]);
  });

  it("leave the functions owning nothing, and belonging to nothing but what they have in common", async () => {
    const roles = functionRoles.map(({ role }) => role);
    const { rows: owned } = await sql`
      select objid::regclass::text from pg_shdepend where deptype = 'o' and refclassid = 'pg_authid'::regclass
        and refobjid = any (array(select oid from pg_roles where rolname = any (${roles})))`.execute(
      database.adminDb,
    );
    const { rows: groups } = await sql`
      select distinct g.rolname as name, m.set_option as "mayBecome" from pg_auth_members m
      join pg_roles g on g.oid = m.roleid join pg_roles r on r.oid = m.member where r.rolname = any (${roles})
      order by 1`.execute(database.adminDb);
    expect({ owned, groups }).toEqual({
      owned: [],
      groups: [
        { name: "crm_app", mayBecome: false },
        { name: "crm_platform", mayBecome: false },
      ],
    });
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

describe("no tenant role", () => {
  it("knows anything of the platform's operators", () => {
    const knowing = functionRoles.filter(({ rights }) => "platform_operators" in rights.tables);
    expect([...new Set(knowing.map(({ kind }) => kind))]).toEqual(["platform"]);
  });

  it("can empty a table past the policies", async () => {
    await expect(write("truncate outbox")).rejects.toMatchObject(refused);
  });
});

describe("the platform's roles", () => {
  it("see the work of every tenant", async () => {
    for (const table of ["outbox", "dead_letters", "messages", "conversations", "outlets", "subscriptions"]) {
      const { rows } = await sql`select distinct tenant_id from ${sql.table(table)}`.execute(
        database.platformDb,
      );
      expect(rows, table).toHaveLength(2);
    }
    const tenants = await database.platformDb.selectFrom("tenants").select("slug").orderBy("slug").execute();
    expect(tenants).toEqual([{ slug: "acme" }, { slug: "globex" }]);
  });

  it("read no contents, credentials or people", async () => {
    for (const [table, columns] of Object.entries(confidential)) {
      for (const column of columns) {
        const read = sql`select ${sql.ref(column)} from ${sql.table(table)}`.execute(database.platformDb);
        await expect(read, `${table}.${column}`).rejects.toMatchObject(refused);
      }
    }
  });

  it("see only their own operators' idempotency keys, no tenant's", async () => {
    const { rows } = await sql`select id from idempotency_keys`.execute(database.platformDb);
    expect(rows).toEqual([]);
    const theirs = sql`insert into idempotency_keys (tenant_id, principal, key, request_sha256, attempt_id, locked_until)
      values (${seedData[0].id}, 'x', 'x', sha256(''), gen_random_uuid(), now())`;
    await expect(theirs.execute(database.platformDb)).rejects.toMatchObject(refused);
  });

  it("write nothing outside the outbox, dead letters, their idempotency keys, the ends of models and rate limits", () => {
    const written = functionRoles
      .filter(({ kind }) => kind === "platform")
      .flatMap(({ rights }) =>
        readRights(rights).filter(({ verb }) => verb !== "select" && verb !== "execute"),
      )
      .map(({ object }) => object);
    expect([...new Set(written)].toSorted()).toEqual([
      "dead_letters",
      "idempotency_keys",
      "model_ends",
      "model_notices",
      "outbox",
      "rate_limits",
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
