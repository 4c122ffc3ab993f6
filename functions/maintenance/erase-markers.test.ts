import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fillEveryTable } from "../../shared/testing/fill-every-table.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { addFacts } from "../../shared/testing/add-facts.ts";
import { listFacts } from "../../shared/testing/facts.ts";
import { eraseTenants } from "./erase-tenants.ts";
import { openErasureStage, type ErasureStage } from "./testing/erasure-stage.ts";
import { findMarker, listTables, listVectors, plantMarker } from "./testing/find-marker.ts";

const [acme, globex] = seedData;
/** Digits, so that columns which take numbers only take it too. */
const marker = "628990001234567";
let stage: ErasureStage;

beforeAll(async () => {
  stage = await openErasureStage();
});
afterAll(async () => stage.close());

test("a marker in every table, object, vector and fact of a tenant is found before its erasure and nowhere after, and nothing of another tenant's changes", async () => {
  await stage.database.adminDb.deleteFrom("tenant_data_keys").execute();
  for (const tenant of seedData) await fill(tenant);
  const marked = await plantMarker(stage, acme.id, marker);
  await keepOutsideOfTenants();
  const before = await findMarker(stage, marker);
  expect(before).toEqual(expect.arrayContaining(marked.map((table) => `table ${table}`)));
  // These hold no text of anybody's: ids, counts and times.
  const without = (await listTables(stage)).filter((table) => !before.includes(`table ${table}`));
  expect(without).toMatchInlineSnapshot(`
    [
      "billing_accounts",
      "contact_tags",
      "conversation_reads",
      "conversation_tags",
      "invoice_notices",
      "kept_drafts",
      "llm_spend",
      "model_ends",
      "note_mentions",
      "number_holdings",
      "outlet_knowledge_bases",
      "plan_versions",
      "platform_operators",
      "quota_notices",
      "rate_limits",
      "send_pacing",
      "subscriptions",
    ]
  `);
  expect(before.filter((place) => !place.startsWith("table "))).toEqual([
    `object erasure-documents/tenants/${acme.id}/documents/never-sent/${marker}.pdf`,
    `object erasure-media/tenants/${acme.id}/media/1`,
    "vector",
  ]);
  expect(await findMarker(stage, acme.id)).toEqual(expect.arrayContaining(["fact", "vector"]));
  const others = await withoutTenant();

  await stage.request(acme.id);
  expect(await eraseTenants(stage.services)).toEqual({ erased: 1, waiting: 0 });

  expect(await findMarker(stage, marker)).toEqual([]);
  // What stays says which and when.
  expect(await findMarker(stage, acme.id)).toEqual([
    "table audit_log",
    `object erasure-list/tenants/${acme.id}.json`,
  ]);
  expect(await withoutTenant()).toEqual(others);
});

async function fill(tenant: (typeof seedData)[number]): Promise<void> {
  const { database, services, storage } = stage;
  await inTenant(database.db, tenant.id, async (trx) => fillEveryTable(trx, tenant));
  await addFacts(tenant.id, services.warehouse);
  const text = tenant === acme ? marker : "We ship to Bandung.";
  await services.vectors.upsertChunks([
    {
      id: randomUUID(),
      tenantId: tenant.id,
      knowledgeBaseId: tenant.knowledgeBase.id,
      documentId: randomUUID(),
      generation: 1,
      index: 0,
      text,
      dense: [1, 0],
      sparse: { indices: [7], values: [1] },
    },
  ]);
  // An upload of which no row ever told, and a file.
  await storage
    .bucket("erasure-documents")
    .file(`tenants/${tenant.id}/documents/never-sent/${text}.pdf`)
    .save("x", { resumable: false });
  await storage.bucket("erasure-media").file(`tenants/${tenant.id}/media/1`).save(text, { resumable: false });
}

/** What is about the tenant in rows that belong to none. */
async function keepOutsideOfTenants(): Promise<void> {
  await sql`
    insert into dead_letters (function_name, message_id, reason_code, reason, payload_text) values
      ('account', 'a', 'invalid', 'x', ${JSON.stringify({ id: acme.outlet.businessAccountId, words: marker })}),
      ('account', 'b', 'invalid', 'x', ${JSON.stringify({ id: globex.outlet.businessAccountId })})`.execute(
    stage.database.adminDb,
  );
  await sql`
    insert into idempotency_keys (principal, key, request_sha256, attempt_id, locked_until, status, body, about_tenant_id)
    values ('operator:1', 'a', ${Buffer.alloc(32)}, gen_random_uuid(), now(), 201, ${marker}, ${acme.id}),
      ('operator:1', 'b', ${Buffer.alloc(32)}, gen_random_uuid(), now(), 201, 'theirs', ${globex.id}),
      ('operator:1', 'c', ${Buffer.alloc(32)}, gen_random_uuid(), now(), 200, ${marker}, null)`.execute(
    stage.database.adminDb,
  );
}

/** All rows of all tables, vectors, objects and facts but the erased tenant's, and what the erasure says of itself. */
async function withoutTenant() {
  const rows: Record<string, string[]> = {};
  for (const table of await listTables(stage)) {
    const found = await sql<{ row: string }>`
      select to_jsonb(t)::text as row from ${sql.table(table)} t order by 1`.execute(stage.database.adminDb);
    rows[table] = found.rows.map(({ row }) => row).filter((row) => !isOfErased(row));
  }
  const [documents] = await stage.storage.bucket("erasure-documents").getFiles();
  const [media] = await stage.storage.bucket("erasure-media").getFiles();
  return {
    rows,
    vectors: (await listVectors(stage.qdrantUrl)).filter((it) => !isOfErased(JSON.stringify(it))),
    objects: [...documents, ...media].map(({ name }) => name).filter((name) => !isOfErased(name)),
    facts: (await listFacts(stage.warehouse)).filter((it) => !isOfErased(JSON.stringify(it))),
  };
}

function isOfErased(text: string): boolean {
  return text.includes(acme.id) || text.includes(marker);
}
