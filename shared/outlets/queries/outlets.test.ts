import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase } from "../../testing/database.ts";
import type { TestDatabase } from "../../testing/database.ts";
import { findOutletOfNumber, findOutletsOfAccount, type NamedNumber } from "./outlet-homes.ts";
import { getOutlet } from "./outlets.ts";
import { seedData } from "../../testing/examples/seed-data.ts";
import { inTenant } from "../../db/tenant-scope.ts";

const [acme, globex] = seedData;
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => database.drop());

describe("the look-up of a number", () => {
  const named = ({ outlet }: (typeof seedData)[number]): NamedNumber => outlet;

  it("names any tenant's outlet, without a scope", async () => {
    for (const tenant of seedData) {
      expect(await findOutletOfNumber(database.db, named(tenant))).toEqual({
        outletId: tenant.outlet.id,
        tenantId: tenant.id,
      });
    }
  });

  it("finds nothing for a number that nobody has, or with another account than its own", async () => {
    const { phoneNumberId, businessAccountId } = acme.outlet;
    const others = [
      { phoneNumberId: "' or true --", businessAccountId },
      { phoneNumberId, businessAccountId: globex.outlet.businessAccountId },
      { phoneNumberId, businessAccountId: "" },
    ];
    for (const other of others) expect(await findOutletOfNumber(database.db, other)).toBeUndefined();
  });

  it.each(["unverified", "disabled", "moved"] as const)("does not find one that is %s", async (status) => {
    const { id, phoneNumberId, businessAccountId } = acme.outlet;
    const set = async (to: typeof status | "active") =>
      database.adminDb.updateTable("outlets").set({ status: to }).where("id", "=", id).execute();
    await set(status);
    expect(await findOutletOfNumber(database.db, { phoneNumberId, businessAccountId })).toBeUndefined();
    expect(await findOutletsOfAccount(database.db, businessAccountId)).toEqual([]);
    await set("active");
    expect(await findOutletsOfAccount(database.db, businessAccountId)).toEqual([
      { outletId: id, tenantId: acme.id },
    ]);
  });

  it("is for the functions' role only", async () => {
    const asked = findOutletOfNumber(database.platformDb, named(acme));
    await expect(asked).rejects.toMatchObject({ code: "42501" });
  });

  it("runs as a role that can read what lookups compare and answer, and nothing else", async () => {
    const { rows } = await sql`
      select table_name as "table", string_agg(column_name, ' ' order by column_name) as columns
      from information_schema.column_privileges where grantee = 'crm_lookup' group by 1 order by 1`.execute(
      database.adminDb,
    );
    expect(rows).toEqual([
      {
        table: "api_keys",
        columns:
          "allowed_ranges created_at expires_at id last_used_at owner_user_id prefix previous_sha256 previous_until revoked_at scopes secret_sha256 tenant_id",
      },
      {
        table: "dead_letters",
        columns: "created_at id payload payload_text tenant_id waba_business_account_id waba_phone_number_id",
      },
      {
        table: "idempotency_keys",
        columns: "about_tenant_id attempt_id body headers key principal status tenant_id",
      },
      {
        table: "number_holdings",
        columns: "held_from held_until tenant_id waba_business_account_id waba_phone_number_id",
      },
      { table: "outlets", columns: "id status tenant_id waba_business_account_id waba_phone_number_id" },
      { table: "tenants", columns: "admin_second_factor firebase_tenant_id id status" },
      { table: "users", columns: "firebase_uid id role status tenant_id" },
    ]);
    const { rows: definer } = await sql`
      select distinct prosecdef, proowner::regrole::text as owner, proconfig from pg_proc
      where pronamespace = 'public'::regnamespace and prosecdef
        -- The first three run as the tables' owner, whom row-level security binds as well, the others as the audit log's.
        and proname not in ('erase_tenant', 'merge_contacts', 'keep_number_holdings', 'record_audit', 'record_erasure')`.execute(
      database.adminDb,
    );
    const expected = { prosecdef: true, owner: "crm_lookup", proconfig: ["search_path=pg_catalog, pg_temp"] };
    expect(definer).toEqual([expected]);
  });
});

describe("getOutlet", () => {
  it("gives the tenant's own outlet", async () => {
    const outlet = await inTenant(database.db, acme.id, async (trx) => getOutlet(trx, acme.outlet.id));
    expect(outlet.name).toBe(acme.outlet.name);
  });

  it("does not give another tenant's", async () => {
    const attempt = inTenant(database.db, acme.id, async (trx) => getOutlet(trx, globex.outlet.id));
    await expect(attempt).rejects.toThrow("no result");
  });
});
