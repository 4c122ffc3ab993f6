import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TenantTransaction, inTenant } from "../../db/tenant-scope.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { seedData } from "../../testing/examples/seed-data.ts";
import { inboxPage, type InboxFilter, type InboxPage } from "./inbox.ts";

const [acme, globex] = seedData;
const [, agent] = acme.users;
const userId = agent?.id ?? "";
const tagId = "01900000-0000-7000-8000-00000000d002";
const many = 30_000;
const limit = 50;
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  for (const tenant of [acme, globex]) await fill(tenant);
  await sql`analyze`.execute(database.adminDb);
}, 120_000);
afterAll(async () => database.drop());

/** Most are closed; of the open ones the bot has most. As it is after some months. */
async function fill(tenant: (typeof seedData)[number]): Promise<void> {
  const { adminDb } = database;
  const own = tenant.users[1]?.id ?? "";
  await sql`insert into contacts (tenant_id, phone)
    select ${tenant.id}, '62' || (8000000000 + n)::text from generate_series(1, ${many}::int) n`.execute(
    adminDb,
  );
  await sql`
    insert into conversations (tenant_id, outlet_id, contact_id, status, closed_at, handled_by, assigned_user_id,
      last_message_at, waiting_since, snoozed_at, last_customer_message_id)
    select ${tenant.id}, ${tenant.outlet.id}, id, case when n % 10 > 0 then 'closed' else 'open' end,
      case when n % 10 > 0 then now() end,
      case when n % 40 = 0 then 'human' else 'bot' end,
      case when n % 80 = 0 then ${own}::uuid end,
      now() - n * interval '1 minute',
      case when n % 40 = 0 and n % 3 = 0 then now() - n * interval '1 minute' end,
      case when n % 200 = 0 then now() end, uuidv7()
    from (select id, row_number() over () as n from contacts where tenant_id = ${tenant.id}) as contact`.execute(
    adminDb,
  );
  if (tenant !== acme) return;
  await adminDb.insertInto("tags").values({ id: tagId, tenant_id: tenant.id, name: "Rare" }).execute();
  await sql`insert into conversation_tags (tenant_id, conversation_id, tag_id)
    select tenant_id, id, ${tagId}::uuid from conversations where tenant_id = ${tenant.id} order by id limit 40`.execute(
    adminDb,
  );
}

type Node = {
  "Relation Name"?: string;
  "Actual Rows": number;
  "Actual Loops": number;
  "Rows Removed by Filter"?: number;
  Plans?: Node[];
};

/** How many conversations the statement looked at. */
async function looksAt(filter: InboxFilter, page: Partial<InboxPage> = {}): Promise<number> {
  const whole = { sort: "lastMessageAt", order: "desc", limit, ...page } as const;
  return inTenant(database.db, acme.id, async (trx: TenantTransaction) => {
    const [row] = await inboxPage(trx, { ...filter, userId }, whole).explain("json", sql`analyze`);
    const [plan] = (row as { "QUERY PLAN": [{ Plan: Node }] })["QUERY PLAN"];
    return countRows(plan.Plan);
  });
}

function countRows(node: Node): number {
  const below = (node.Plans ?? []).reduce((sum, plan) => sum + countRows(plan), 0);
  if (node["Relation Name"] !== "conversations") return below;
  return below + (node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0)) * node["Actual Loops"];
}

test.each<[string, InboxFilter, Partial<InboxPage>?]>([
  ["all open", { state: "open" }],
  ["closed", { state: "closed" }],
  ["snoozed", { state: "snoozed" }],
  ["mine", { state: "open", assignee: userId }],
  ["unassigned", { state: "open", assignee: "none", handledBy: "human" }],
  ["with the bot", { state: "open", handledBy: "bot" }],
  [
    "waiting, the longest first",
    { state: "open", handledBy: "human", waiting: true },
    { sort: "waitingSince", order: "asc" },
  ],
  ["of an outlet", { state: "open", outletId: acme.outlet.id }],
  ["closed, of an outlet", { state: "closed", outletId: acme.outlet.id }],
  ["with a rare tag", { state: "open", tagId }],
  ["that name me", { state: "open", mentioned: true }],
])(
  "a page of conversations %s looks at ten times as many at most, under row-level security",
  async (_, filter, page) => {
    expect(await looksAt(filter, page)).toBeLessThanOrEqual(10 * limit);
    const after = { at: new Date(Date.now() - 12 * 3_600_000).toISOString(), id: acme.id };
    expect(await looksAt(filter, { ...page, after })).toBeLessThanOrEqual(10 * limit);
  },
);
