import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { claimIdempotencyKey, recordIdempotentReply } from "../api/http/idempotency-keys.ts";
import { apiFunction } from "../api/services.ts";
import { recordDeadLetter } from "../../shared/db/dead-letters.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import {
  deleteDeadLettersOf,
  deleteOperatorReplies,
  listHeldNames,
} from "../../shared/tenants/queries/erase-tenant.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { maintenanceFunction } from "./services.ts";

const [acme, globex] = seedData;
let database: TestDatabase;
let services: TestServices<typeof maintenanceFunction>;

beforeAll(async () => {
  database = await createTestDatabase();
  services = createTestServices(maintenanceFunction, database);
});
afterAll(async () => {
  await services.close();
  await database.drop();
});
beforeEach(async () => {
  await database.adminDb.deleteFrom("dead_letters").execute();
  await become({});
});
afterEach(async () => become({}));

type Home = { number?: string; account?: string; status?: "active" | "moved" | "unverified" };

/** Gives acme's outlet this number and account. */
async function become({
  number = acme.outlet.phoneNumberId,
  account = acme.outlet.businessAccountId,
  status = "active",
}: Home): Promise<void> {
  await database.adminDb
    .updateTable("outlets")
    .set({ waba_phone_number_id: number, waba_business_account_id: account, status })
    .where("id", "=", acme.outlet.id)
    .execute();
}

async function letter(messageId: string, body: unknown): Promise<void> {
  await recordDeadLetter(database.db, {
    functionName: "account",
    messageId,
    reasonCode: "invalid",
    reason: "x",
    payloadText: JSON.stringify(body),
  });
}

/** As erasing acme does; resolves to the letters that are left. */
async function eraseLetters(): Promise<string[]> {
  const names = await inTenant(services.db, acme.id, listHeldNames);
  await deleteDeadLettersOf(services.platformDb, acme.id, names);
  const left = await database.adminDb
    .selectFrom("dead_letters")
    .select("message_id")
    .orderBy("message_id")
    .execute();
  return left.map((row) => row.message_id);
}

test("a letter that names only an account goes with the tenant that has it", async () => {
  await letter("ours", { entry: [{ id: acme.outlet.businessAccountId, changes: "Hi" }] });
  await letter("theirs", { entry: [{ id: globex.outlet.businessAccountId, changes: "Hi" }] });
  expect(await eraseLetters()).toEqual(["theirs"]);
});

test("letters of a number and an account that the tenant had before go with it", async () => {
  await become({ number: "900100200300", account: "900100200301" });
  await become({});
  await letter("number", { metadata: { phone_number_id: "900100200300" } });
  await letter("account", { id: "900100200301" });
  expect(await eraseLetters()).toEqual([]);
});

test("letters of an outlet that is deleted go with the tenant", async () => {
  const { rows } = await sql<{ id: string }>`
    insert into outlets (tenant_id, name, waba_phone_number, waba_phone_number_id, waba_business_account_id, status)
    values (${acme.id}, 'Old', '+6281299900011', '900100200400', '900100200401', 'active') returning id`.execute(
    database.adminDb,
  );
  await database.adminDb
    .deleteFrom("outlets")
    .where("id", "=", rows[0]?.id ?? "")
    .execute();
  await letter("deleted", { id: "900100200401" });
  expect(await eraseLetters()).toEqual([]);
});

test("a number that was only typed, never proven, takes no letter along", async () => {
  await become({ number: "900100200500", account: "900100200501", status: "unverified" });
  await letter("of whoever has it", { id: "900100200501", number: "900100200500" });
  expect(await eraseLetters()).toEqual(["of whoever has it"]);
});

test("what came while another tenant had the number, or has the same account, is theirs", async () => {
  await become({ account: globex.outlet.businessAccountId });
  await letter("of both's account", { id: globex.outlet.businessAccountId });
  await letter("of ours", { id: globex.outlet.businessAccountId, number: acme.outlet.phoneNumberId });
  expect(await eraseLetters()).toEqual(["of both's account"]);
});

test("a longer number that has one of the tenant's in it is another", async () => {
  await letter("longer", { id: `${acme.outlet.businessAccountId}7` });
  await letter("letters", { id: `x${acme.outlet.phoneNumberId}` });
  expect(await eraseLetters()).toEqual(["letters", "longer"]);
});

test("an operator's kept reply goes with the tenant in whose scope its work was done, and with no other", async () => {
  const api = createTestServices(apiFunction, database);
  for (const { id } of seedData) {
    const request = {
      tenantId: null,
      principal: "operator:1",
      key: id,
      requestSha256: Buffer.alloc(32),
      attemptId: randomUUID(),
    };
    await claimIdempotencyKey(api.platformDb, request);
    await inTenant(api.db, id, async (trx) =>
      recordIdempotentReply(trx, request, { status: 201, headers: {}, body: "A name" }),
    );
  }
  await api.close();
  expect(await deleteOperatorReplies(services.platformDb, acme.id)).toBe(1);
  const left = await database.adminDb
    .selectFrom("idempotency_keys")
    .select("key")
    .where("tenant_id", "is", null)
    .execute();
  expect(left).toEqual([{ key: globex.id }]);
});
