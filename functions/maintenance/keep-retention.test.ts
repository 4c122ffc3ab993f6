import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { fillEveryTable } from "../../shared/testing/fill-every-table.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { createTestServices } from "../../shared/testing/services.ts";
import { keepRetention } from "./keep-retention.ts";
import { maintenanceFunction } from "./services.ts";

const dayMs = 86_400_000;
const now = new Date("2026-06-01T12:00:00Z");
/** A second, so that no clock's fraction decides. */
const moment = 1_000;
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.adminDb.deleteFrom("tenant_data_keys").execute();
  for (const tenant of seedData)
    await inTenant(database.db, tenant.id, async (trx) => fillEveryTable(trx, tenant));
});
afterAll(async () => database.drop());

const aged = [
  "dead_letters",
  "idempotency_keys",
  "playground_answers",
  "messages",
  "message_changes",
  "message_statuses",
] as const;

/** Everything of this age, with what is forgotten in it. */
async function age(ms: number): Promise<void> {
  await database.adminDb.transaction().execute(async (trx) => {
    await sql`set local session_replication_role = replica`.execute(trx);
    const at = new Date(now.getTime() - ms);
    for (const table of aged) await sql`update ${sql.table(table)} set created_at = ${at}`.execute(trx);
    await sql`update messages set raw = '{"a":1}', trace = '{"a":1}'`.execute(trx);
    for (const table of ["message_changes", "message_statuses"])
      await sql`update ${sql.table(table)} set raw = '{"a":1}'`.execute(trx);
  });
}

async function run(environment: Record<string, string> = {}) {
  const services = createTestServices(maintenanceFunction, database, environment);
  Object.defineProperty(services, "now", { value: () => now });
  const counts = await keepRetention(services);
  await services.close();
  return counts;
}

const nothing = {
  deadLetters: 0,
  idempotencyKeys: 0,
  playgroundAnswers: 0,
  traces: 0,
  rawMessages: 0,
  rawChanges: 0,
  rawStatuses: 0,
};

describe.each([
  { kinds: ["rawMessages", "rawChanges", "rawStatuses"], days: 30 },
  { kinds: ["playgroundAnswers"], days: 90 },
  { kinds: ["traces"], days: 180 },
  { kinds: ["idempotencyKeys"], days: 2 },
  { kinds: ["deadLetters"], days: 90 },
] as const)("$kinds", ({ kinds, days }) => {
  beforeEach(async () => {
    // Each case forgets some of them.
    await sql`insert into dead_letters (tenant_id, function_name, message_id, reason_code, reason)
      select tenant_id, 'inbound', gen_random_uuid()::text, 'invalid', 'x' from (select id from tenants union all select null) t (tenant_id)`.execute(
      database.adminDb,
    );
    await sql`insert into idempotency_keys (tenant_id, principal, key, request_sha256, attempt_id, locked_until)
      select tenant_id, 'user:1', gen_random_uuid()::text, ${Buffer.alloc(32)}, gen_random_uuid(), now() from (select id from tenants union all select null) t (tenant_id)`.execute(
      database.adminDb,
    );
    await sql`insert into playground_answers (tenant_id, question, outcome) select id, 'Q', 'canceled' from tenants`.execute(
      database.adminDb,
    );
  });

  test(`stay until they are ${days} days old`, async () => {
    await age(days * dayMs - moment);
    const counts = await run();
    expect(kinds.map((kind) => counts[kind])).toEqual(kinds.map(() => 0));
  });

  test(`are forgotten after ${days} days, of every tenant, and there is nothing left to forget`, async () => {
    await age(days * dayMs + moment);
    const counts = await run();
    for (const kind of kinds) expect(counts[kind], kind).toBeGreaterThanOrEqual(seedData.length);
    expect(await run()).toEqual(nothing);
  });
});

test("what is kept for 0 days is gone with the next run", async () => {
  await age(moment);
  const counts = await run({ KEEP_RAW_DAYS: "0", KEEP_TRACES_DAYS: "0", KEEP_PLAYGROUND_DAYS: "0" });
  expect(counts).toMatchObject({ deadLetters: 0, idempotencyKeys: 0 });
  const { rows } = await sql`select id from messages where raw is not null or trace is not null`.execute(
    database.adminDb,
  );
  expect(rows).toEqual([]);
});

test("a status that still waits for its message keeps what it is read from", async () => {
  await age(31 * dayMs);
  await sql`update message_statuses set message_id = null`.execute(database.adminDb);
  expect(await run()).toMatchObject({ rawStatuses: 0 });
});

test("more than a batch takes is forgotten in several", async () => {
  await sql`insert into dead_letters (function_name, message_id, reason_code, reason)
    select 'inbound', gen_random_uuid()::text, 'invalid', 'x' from generate_series(1, 2500)`.execute(
    database.adminDb,
  );
  await age(91 * dayMs);
  expect((await run()).deadLetters).toBeGreaterThanOrEqual(2_500);
});

test("letters and kept replies cannot be kept for no time: repetitions and repairs need them", async () => {
  for (const name of ["KEEP_DEAD_LETTERS_DAYS", "KEEP_IDEMPOTENCY_DAYS"])
    await expect(run({ [name]: "0" })).rejects.toThrow(name);
});
