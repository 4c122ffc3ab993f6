import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { databaseRights } from "../contracts/database-rights.ts";
import { functionRoles, roleOf } from "../contracts/database-roles.ts";
import { type FunctionDeclaration, functions } from "../contracts/functions.ts";
import { readRights } from "../contracts/read-rights.ts";
import { createTestDatabase, type TestDatabase } from "../testing/database.ts";
import { createTestServices } from "../testing/services.ts";
import { recordAudit } from "../tenants/queries/audit-log.ts";
import { ensureRights } from "./setup/ensure-rights.ts";
import { fillEveryTable } from "../testing/fill-every-table.ts";
import { seedData } from "../testing/examples/seed-data.ts";
import { inTenant } from "./tenant-scope.ts";
import { apiFunction } from "../../functions/api/services.ts";
import { inboundFunction } from "../../functions/inbound/services.ts";
import { mediaFunction } from "../../functions/media/services.ts";
import { senderFunction } from "../../functions/sender/services.ts";

const [acme, globex] = seedData;
const refused = { code: "42501" };
const place = "shared/contracts/database-rights.ts";
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  for (const tenant of seedData) {
    await inTenant(database.db, tenant.id, async (trx) => fillEveryTable(trx, tenant));
  }
});
afterAll(async () => database.drop());

describe("rights in the database", () => {
  test("are what is declared, and nothing is left to do after the migrations", async () => {
    expect(await ensureRights(database.ownerDb)).toEqual([]);
  });

  test("are taken away when they are declared no more, and given again", async () => {
    await sql`grant delete on messages to crm_inbound`.execute(database.ownerDb);
    await sql`revoke select on contacts from crm_inbound`.execute(database.ownerDb);
    expect(await ensureRights(database.ownerDb)).toEqual([
      'revoke delete on table "messages" from "crm_inbound"',
      'grant select on table "contacts" to "crm_inbound"',
    ]);
  });

  test("are declared for every function that connects, and for no other", () => {
    for (const [name, { variables }] of Object.entries<FunctionDeclaration>(functions)) {
      const declared = (databaseRights as Record<string, object>)[name] ?? {};
      expect("tenant" in declared, `${name} → tenant in ${place}`).toBe(variables.includes("DATABASE_URL"));
      if (variables.includes("PLATFORM_DATABASE_URL"))
        expect("platform" in declared, `${name} → platform in ${place}`).toBe(true);
    }
  });

  test("reach every table: one that nobody may use is forgotten, or not needed any more", async () => {
    const used = new Set(functionRoles.flatMap(({ rights }) => Object.keys(rights.tables)));
    const { rows } = await sql<{ name: string }>`
      select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
        and relname not like 'kysely%' order by 1`.execute(database.adminDb);
    const unused = rows.map(({ name }) => name).filter((name) => !used.has(name));
    expect(
      unused,
      `let the functions that use it say so in ${place}, as ${unused[0]}: "select, insert"`,
    ).toEqual([]);
  });

  test("on functions that act as their owner are given by name, never to everybody", async () => {
    const { rows } = await sql<{ name: string }>`
      select proname as name from pg_proc
      where pronamespace = 'public'::regnamespace and prosecdef
        and (proacl is null or exists (select from aclexplode(proacl) where grantee = 0))`.execute(
      database.adminDb,
    );
    expect(rows).toEqual([]);
  });

  test("change nothing that was counted, paid or kept, whoever is asked", () => {
    const kept = [
      "usage_records",
      "deposits",
      "ledger_transactions",
      "ledger_entries",
      "invoice_payments",
      "plan_versions",
    ];
    const changes = functionRoles.flatMap(({ role, rights }) =>
      readRights(rights)
        .filter(({ object, verb }) => kept.includes(object) && ["update", "delete"].includes(verb))
        .map(({ object, verb }) => `${role}: ${verb} ${object}`),
    );
    expect(changes).toEqual([]);
  });

  test("a refusal says whose it is and what to declare", async () => {
    const media = createTestServices(mediaFunction, database);
    const forbidden = media.db
      .updateTable("outlets")
      .set({ name: "x" })
      .where("id", "=", acme.outlet.id)
      .execute();
    await expect(forbidden).rejects.toThrow(
      'permission denied for table outlets, for crm_media: if it is to, let the tables of "media" → tenant in ' +
        `${place} say outlets: "select, update"`,
    );
    await expect(sql`select merge_contacts(${acme.id}, ${acme.id})`.execute(media.db)).rejects.toThrow(
      `for crm_media: if it is to call it, add "merge_contacts" to the functions of "media" → tenant in ${place}`,
    );
    await media.close();
  });
});

describe("a function's role", () => {
  test("drains every tenant's outbox for maintenance alone", async () => {
    const others = functionRoles.filter(({ role }) => role !== roleOf("maintenance", "platform"));
    for (const { role } of others) {
      const seen = await as(role, "select count(*)::int as n from outbox where id is not null");
      expect(seen, role).toSatisfy((count) => count === 0 || count === "refused");
    }
    expect(await as(roleOf("maintenance", "platform"), "select count(*)::int as n from outbox")).toBe(2);
  });

  test("reads what dead letters hold only for who replays them, and for who has handled what waited for a number", async () => {
    const readers = functionRoles.map(async ({ role }) => {
      const seen = await as(role, "select count(payload_text)::int as n from dead_letters");
      return seen === "refused" ? [] : [role];
    });
    expect((await Promise.all(readers)).flat()).toEqual([
      roleOf("dead-letters", "platform"),
      roleOf("maintenance", "platform"),
    ]);
    expect(
      await as(
        roleOf("api", "platform"),
        "select count(size_bytes)::int as n from dead_letters where reason <> ''",
      ),
    ).toBe(2);
  });

  test("does not become another's", async () => {
    const inbound = createTestServices(inboundFunction, database);
    for (const role of ["crm_owner", "crm_lookup", "crm_audit"]) {
      await expect(sql`set role ${sql.ref(role)}`.execute(inbound.db), role).rejects.toMatchObject(refused);
    }
    await inbound.close();
  });
});

describe("the audit log", () => {
  const entry = { action: "outlet.update", subjectType: "outlet", subjectId: "1", after: { name: "x" } };
  const last = async () =>
    database.adminDb
      .selectFrom("audit_log")
      .selectAll()
      .orderBy("id", "desc")
      .limit(1)
      .executeTakeFirstOrThrow();

  test("is written, changed or emptied by no role itself, the owner's included", async () => {
    const roles = [...functionRoles.map(({ role }) => role), "crm_owner", "crm_app", "crm_platform"];
    const { rows } = await sql<{ role: string }>`
      select r as role from unnest(${roles}::text[]) r
      where has_table_privilege(r, 'audit_log', 'insert, update, delete, truncate')
        or has_any_column_privilege(r, 'audit_log', 'insert, update')`.execute(database.adminDb);
    expect(rows).toEqual([]);
    const { rows: owners } = await sql`
      select rolcanlogin, exists (select from pg_auth_members where member = r.oid) as "isMember"
      from pg_class c join pg_roles r on r.oid = c.relowner where c.relname = 'audit_log'`.execute(
      database.adminDb,
    );
    expect(owners).toEqual([{ rolcanlogin: false, isMember: false }]);
  });

  test("names who the API works for, at the transaction's time", async () => {
    const api = createTestServices(apiFunction, database);
    const by = { type: "operator", id: "it's: me" } as const;
    const now = await inTenant(
      api.db,
      acme.id,
      async (trx) => {
        await recordAudit(trx, acme.id, entry);
        const { rows } = await sql<{ now: Date }>`select now() as now`.execute(trx);
        return rows[0]?.now;
      },
      by,
    );
    expect(await last()).toMatchObject({
      tenant_id: acme.id,
      actor_type: "operator",
      actor_id: "it's: me",
      created_at: now,
      after: { name: "x" },
    });
    await inTenant(api.db, acme.id, async (trx) => recordAudit(trx, acme.id, entry));
    expect(await last()).toMatchObject({ actor_type: "function", actor_id: "api" });
    await api.close();
  });

  test("takes from any other function only its own name, whoever it says it is", async () => {
    const sender = createTestServices(senderFunction, database);
    await inTenant(sender.db, acme.id, async (trx) => recordAudit(trx, acme.id, entry), {
      type: "operator",
      id: "somebody",
    });
    expect(await last()).toMatchObject({ actor_type: "function", actor_id: "sender" });
    await sender.close();
  });

  test("takes nothing into another tenant's log, nor into nobody's from within a tenant", async () => {
    const api = createTestServices(apiFunction, database);
    for (const tenantId of [globex.id, null]) {
      const attempt = inTenant(api.db, acme.id, async (trx) => recordAudit(trx, tenantId as string, entry));
      await expect(attempt).rejects.toMatchObject(refused);
    }
    await api.close();
  });
});

/** What a statement that counts answers to a role, outside of any scope. */
async function as(role: string, statement: string): Promise<number | string> {
  return database.adminDb.connection().execute(async (connection) => {
    await sql`set role ${sql.ref(role)}`.execute(connection);
    try {
      const { rows } = await sql.raw<{ n: number }>(statement).execute(connection);
      return rows[0]?.n ?? "nothing";
    } catch (error) {
      if ((error as { code?: string }).code === refused.code) return "refused";
      throw error;
    } finally {
      await sql`reset role`.execute(connection);
    }
  });
}
