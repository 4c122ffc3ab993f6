import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase } from "../testing/database.ts";
import type { TestDatabase } from "../testing/database.ts";
import { findOutletByPhoneNumberId, getOutlet } from "./outlets.ts";
import { seedData } from "./seed-data.ts";
import { inTenant } from "./tenant-scope.ts";

const [acme, globex] = seedData;
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => database.drop());

describe("findOutletByPhoneNumberId", () => {
  it("names any tenant's outlet, without a scope", async () => {
    for (const { id, outlet } of seedData) {
      expect(await findOutletByPhoneNumberId(database.db, outlet.phoneNumberId)).toEqual({
        outletId: outlet.id,
        tenantId: id,
        status: "active",
      });
    }
  });

  it("finds nothing for a number that nobody has", async () => {
    expect(await findOutletByPhoneNumberId(database.db, "' or true --")).toBeUndefined();
  });

  it("is for the functions' role only", async () => {
    const asked = findOutletByPhoneNumberId(database.platformDb, acme.outlet.phoneNumberId);
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
        columns: "expires_at id last_used_at prefix revoked_at scopes secret_sha256 tenant_id",
      },
      { table: "outlets", columns: "id status tenant_id waba_business_account_id waba_phone_number_id" },
      { table: "tenants", columns: "id status" },
      { table: "users", columns: "firebase_uid id role status tenant_id" },
    ]);
    const { rows: definer } = await sql`
      select prosecdef, proowner::regrole::text as owner, proconfig from pg_proc
      where pronamespace = 'public'::regnamespace and prosecdef
        -- These two run as the tables' owner, whom row-level security binds as well.
        and proname not in ('erase_tenant', 'merge_contacts')`.execute(database.adminDb);
    const expected = { prosecdef: true, owner: "crm_lookup", proconfig: ["search_path=pg_catalog, pg_temp"] };
    expect(definer).toEqual([expected, expected, expected, expected]);
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
