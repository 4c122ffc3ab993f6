import { randomUUID } from "node:crypto";
import { Storage } from "@google-cloud/storage";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { startBigQuery } from "../../emulators/servers/bigquery/start-bigquery.ts";
import { createTables } from "../../emulators/stack/create-tables.ts";
import { startFirebaseAuth } from "../../emulators/servers/firebase/start-firebase-auth.ts";
import type { LocalServer } from "../../emulators/servers/local-server.ts";
import { startQdrant } from "../../emulators/servers/qdrant/start-qdrant.ts";
import { seed } from "../../emulators/stack/seed.ts";
import { startStorage } from "../../emulators/servers/storage/start-storage.ts";
import type { TestServer } from "../../emulators/servers/whatsapp/testing/test-server.ts";
import { recordDeadLetter } from "../../shared/db/dead-letters.ts";
import { eraseTenantRows } from "../../shared/tenants/queries/erase-tenant.ts";
import { fillEveryTable } from "../../shared/testing/fill-every-table.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { listTenantTables } from "../../shared/testing/tenant-tables.ts";
import { requestErasure } from "../../shared/tenants/request-erasure.ts";
import { buildEvent, buildTextMessage } from "../../shared/testing/builders.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { listFacts } from "../../shared/testing/facts.ts";
import { instead } from "../../shared/testing/instead.ts";
import { createTestServices, testSecretsKey, type TestServices } from "../../shared/testing/services.ts";
import { startSeededWhatsApp } from "../../emulators/testing/whatsapp.ts";
import { handle as handleInbound } from "../inbound/handle.ts";
import { eraseTenants } from "./erase-tenants.ts";
import { addFacts } from "../../shared/testing/add-facts.ts";
import { inboundFunction } from "../inbound/services.ts";
import { maintenanceFunction } from "./services.ts";
import { apiFunction } from "../api/services.ts";

const [acme, globex] = seedData;
type Tenant = (typeof seedData)[number];
const projectId = "test";
const bucketName = "test-documents";
const mediaBucketName = "erase-media";
const erasuresBucketName = "test-erasures";
const operator = { type: "operator", id: "operator-uid" } as const;

let whatsapp: TestServer;
let servers: LocalServer[];
let qdrantUrl: string;
let bigQueryUrl: string;
let storage: Storage;
let database: TestDatabase;
let services: TestServices<typeof maintenanceFunction>;

beforeAll(async () => {
  const [bigQuery, qdrant, store, firebase] = await Promise.all([
    startBigQuery({ port: 0 }),
    startQdrant({ port: 0 }),
    startStorage({ port: 0, projectId }),
    startFirebaseAuth({ port: 0, projectId }),
  ]);
  servers = [bigQuery, qdrant, store, firebase];
  qdrantUrl = qdrant.url;
  bigQueryUrl = bigQuery.url;
  await createTables(projectId, bigQueryUrl, "crm");
  vi.stubEnv("STORAGE_EMULATOR_HOST", store.url);
  vi.stubEnv("FIREBASE_AUTH_EMULATOR_HOST", firebase.url);
  storage = new Storage({ projectId, apiEndpoint: store.url });
  await storage.createBucket(bucketName);
  await storage.createBucket(mediaBucketName);
  await storage.createBucket(erasuresBucketName);
});
beforeEach(async () => {
  [database, whatsapp] = await Promise.all([createTestDatabase(), startSeededWhatsApp()]);
  services = servicesWith({});
  for (const tenant of seedData) await fill(tenant);
  await database.adminDb.deleteFrom("tenant_data_keys").execute();
  await seed(database.ownerUrl, testSecretsKey);
});
afterEach(async () => {
  for (const { id } of seedData) {
    await services.warehouse.removeTenant(id);
    await services.vectors.deleteTenant(id);
    await services.objects.removeTenant(id);
    await services.mediaObjects.removeTenant(id);
  }
  await services.identity.deleteAccounts(
    seedData.flatMap(({ users }) => users.map(({ firebaseUid }) => firebaseUid)),
  );
  await Promise.all([services.close(), whatsapp.close()]);
  await database.drop();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all(servers.map(async (server) => server.close()));
});

function servicesWith(environment: Record<string, string>): TestServices<typeof maintenanceFunction> {
  return createTestServices(maintenanceFunction, database, {
    WHATSAPP_GRAPH_URL: whatsapp.url,
    QDRANT_URL: qdrantUrl,
    BIGQUERY_URL: bigQueryUrl,
    OPENAI_EMBEDDING_DIMENSIONS: "2",
    DOCUMENTS_BUCKET: bucketName,
    MEDIA_BUCKET: mediaBucketName,
    FIREBASE_PROJECT_ID: projectId,
    ERASE_AFTER_MS: "0",
    ...environment,
  });
}

/** Something of the tenant everywhere: a row in every table, more than one deletion takes; vectors, objects, accounts, facts. */
async function fill(tenant: Tenant): Promise<void> {
  await inTenant(database.db, tenant.id, async (trx) => {
    await fillEveryTable(trx, tenant);
    await sql`insert into outbox (id, topic, envelope)
      select gen_random_uuid(), 'message.queued', '{}' from generate_series(1, 6000)`.execute(trx);
  });
  await addFacts(tenant.id, services.warehouse);
  await services.vectors.ensureCollection();
  await services.vectors.upsertChunks(
    [0, 1, 2].map((index) => ({
      id: randomUUID(),
      tenantId: tenant.id,
      knowledgeBaseId: tenant.knowledgeBase.id,
      documentId: randomUUID(),
      generation: 1,
      index,
      text: "We ship to Bandung.",
      dense: [1, 0],
      sparse: { indices: [7], values: [1] },
    })),
  );
  for (let index = 0; index < 60; index += 1) {
    await storage
      .bucket(bucketName)
      .file(`tenants/${tenant.id}/documents/${index}/a.txt`)
      .save("x", { resumable: false });
  }
  await storage.bucket(mediaBucketName).file(`tenants/${tenant.id}/media/1`).save("x", { resumable: false });
  for (const { firebaseUid: uid, email, displayName, role } of tenant.users) {
    await services.identity.createAccount({ uid, email, displayName });
    await services.identity.setClaims(uid, { tenantId: tenant.id, role });
  }
}

async function request(tenant: Tenant = acme): Promise<void> {
  const api = createTestServices(apiFunction, database);
  await inTenant(api.db, tenant.id, async (trx) => requestErasure(trx, "request-1"), operator);
  await api.close();
}

/** All that is there of the tenant, wherever. */
async function probe(tenant: Tenant) {
  const rows: Record<string, unknown[]> = {};
  for (const { name, tenantColumn } of await listTenantTables(database.adminDb)) {
    const found = await sql<{ row: unknown }>`
      select to_jsonb(t) as row from ${sql.table(name)} t where ${sql.ref(tenantColumn)} = ${tenant.id} order by id`.execute(
      database.adminDb,
    );
    rows[name] = found.rows;
  }
  const stored = await Promise.all(
    [bucketName, mediaBucketName].map(async (name) =>
      storage.bucket(name).getFiles({ prefix: `tenants/${tenant.id}/` }),
    ),
  );
  const files = stored.flatMap(([found]) => found);
  const accounts = await Promise.all(
    tenant.users.map(async ({ firebaseUid }) => services.identity.findAccount({ uid: firebaseUid })),
  );
  return {
    rows,
    facts: (await listFacts({ url: bigQueryUrl, projectId, dataset: "crm" })).filter(
      (fact) => fact["tenant_id"] === tenant.id,
    ).length,
    vectors: await services.vectors.countChunks({ tenantId: tenant.id }),
    objects: files.map(({ name }) => name),
    accounts: accounts.filter((account) => account !== undefined),
  };
}

async function tombstones() {
  return database.adminDb
    .selectFrom("audit_log")
    .selectAll()
    .where("tenant_id", "is", null)
    .where("subject_type", "=", "tenant")
    .execute();
}

describe("a tenant whose erasure was asked for", () => {
  test("has nothing left anywhere, and nobody else misses anything", async () => {
    const before = await probe(acme);
    expect(Object.entries(before.rows).filter(([, rows]) => rows.length === 0)).toEqual([]);
    expect([before.facts, before.vectors, before.objects.length, before.accounts.length]).toEqual([
      2,
      3,
      61,
      acme.users.length,
    ]);
    const theirs = await probe(globex);

    await request();
    expect(await eraseTenants(services)).toEqual({ erased: 1, waiting: 0 });

    const after = await probe(acme);
    expect(Object.entries(after.rows).filter(([, rows]) => rows.length > 0)).toEqual([]);
    expect({ ...after, rows: {} }).toEqual({ rows: {}, facts: 0, vectors: 0, objects: [], accounts: [] });
    expect(await probe(globex)).toEqual(theirs);
    expect(await eraseTenants(services)).toEqual({ erased: 0, waiting: 0 });
  });

  test("leaves one trace, without a tenant: which, who asked, when, and how much there was", async () => {
    await request();
    const { updated_at: askedAt } = await database.adminDb
      .selectFrom("tenants")
      .select("updated_at")
      .where("id", "=", acme.id)
      .executeTakeFirstOrThrow();
    await eraseTenants(services);
    const [trace, ...more] = await tombstones();
    expect(more).toEqual([]);
    expect(trace).toMatchObject({
      actor_type: "operator",
      actor_id: operator.id,
      action: "tenant.erased",
      subject_type: "tenant",
      subject_id: acme.id,
      request_id: "request-1",
      before: { slug: acme.slug },
      after: {
        removed: {
          facts: 2,
          vectors: 3,
          objects: 60,
          media: 1,
          accounts: 3,
          outbox: 6001,
          messages: 2,
          outlets: 1,
          users: 3,
        },
      },
    });
    const after = trace?.after as { requestedAt: string } | undefined;
    expect(new Date(after?.requestedAt ?? 0)).toEqual(askedAt);
  });

  test("is taken up again where a run died, and by several runs at once", async () => {
    await request();
    const dying = instead(services, {
      identity: {
        ...services.identity,
        ofPool: (pool) =>
          instead(services.identity.ofPool(pool), {
            deleteAccounts: async () => Promise.reject(new Error("Firebase is away")),
          }),
      },
    });
    await expect(eraseTenants(dying)).rejects.toThrow("1 tenants could not be erased");
    expect((await probe(acme)).vectors).toBe(0);
    await eraseTenantRows(database.platformDb, acme.id, { maxRows: 100, removed: {} });
    await Promise.all([eraseTenants(services), eraseTenants(services)]);
    expect(Object.values((await probe(acme)).rows).flat()).toEqual([]);
    expect(await tombstones()).toHaveLength(1);
  });

  test("waits until nobody is at its data, but Meta is told at once to send no more", async () => {
    await request();
    const patient = servicesWith({ ERASE_AFTER_MS: "60000" });
    expect(await eraseTenants(patient)).toEqual({ erased: 0, waiting: 1 });
    await patient.close();
    expect((await probe(acme)).vectors).toBe(3);
    expect(await subscriptions(acme)).toEqual([]);
    expect(await subscriptions(globex)).toHaveLength(1);
  });

  test("waits, with nothing removed, while BigQuery cannot delete what it was given lately", async () => {
    const buffering = await startBigQuery({ port: 0, streamingBufferMs: 3_600_000 });
    await createTables(projectId, buffering.url, "crm");
    const own = servicesWith({ BIGQUERY_URL: buffering.url });
    await addFacts(acme.id, own.warehouse);
    await request();
    expect(await eraseTenants(own)).toEqual({ erased: 0, waiting: 1 });
    expect((await probe(acme)).vectors).toBe(3);
    await own.close();
    await buffering.close();
    // In the other BigQuery nothing lies in the buffer.
    expect(await eraseTenants(services)).toEqual({ erased: 1, waiting: 0 });
  });

  test("whose account another tenant uses as well leaves that subscribed", async () => {
    await database.adminDb
      .updateTable("outlets")
      .set({ waba_business_account_id: acme.outlet.businessAccountId })
      .where("id", "=", globex.outlet.id)
      .execute();
    await request();
    await eraseTenants(services);
    expect(await subscriptions(acme)).toHaveLength(1);
  });

  test("does not take along an account that was there before its user, only our claims on it", async () => {
    const [admin] = acme.users;
    const uid = admin?.firebaseUid ?? "";
    await database.adminDb
      .updateTable("users")
      .set({ account_linked: true })
      .where("firebase_uid", "=", uid)
      .execute();
    await request();
    await eraseTenants(services);
    expect((await probe(acme)).accounts).toEqual([expect.objectContaining({ uid, claims: {} })]);
  });
});

describe("asking for it", () => {
  test("makes the tenant unreachable at once, and asking again changes nothing", async () => {
    await request();
    await request();
    const log = await database.adminDb
      .selectFrom("audit_log")
      .select(["action", "actor_id", "before", "after"])
      .where("tenant_id", "=", acme.id)
      .where("action", "=", "tenant.erasure-requested")
      .execute();
    expect(log).toEqual([
      {
        action: "tenant.erasure-requested",
        actor_id: operator.id,
        before: { status: "active" },
        after: { status: "erasing" },
      },
    ]);
  });

  test("is needed: no other tenant can be erased, and only by the platform", async () => {
    const erase = async (db: TestDatabase["db"]) =>
      eraseTenantRows(db, acme.id, { maxRows: 10, removed: {} });
    await expect(erase(database.platformDb)).rejects.toThrow("is not to be erased");
    await expect(erase(database.db)).rejects.toMatchObject({ code: "42501" });
    await expect(database.platformDb.deleteFrom("tenants").execute()).rejects.toMatchObject({
      code: "42501",
    });
    expect((await probe(acme)).rows["tenants"]).toHaveLength(1);
  });
});

describe("an event of such a tenant", () => {
  test("ends quietly, and nothing of it is stored", async () => {
    await request();
    const before = await probe(acme);
    const inbound = createTestServices(inboundFunction, database);
    const event = buildEvent("message.received", {
      phoneNumberId: acme.outlet.phoneNumberId,
      wabaId: acme.outlet.businessAccountId,
      receivedAt: new Date().toISOString(),
      source: "message",
      message: buildTextMessage("My address is 7 Jalan Braga"),
    });
    expect(await handleInbound(event, inbound)).toEqual({ outcome: "tenant-erasing" });
    await inbound.close();
    expect(await probe(acme)).toEqual(before);
  });

  test("that comes as a dead letter when it is gone leaves its content out", async () => {
    await request();
    await eraseTenants(services);
    const letter = {
      tenantId: acme.id,
      functionName: "sender",
      messageId: randomUUID(),
      reasonCode: "not-delivered",
      reason: "message.queued.sender gave up",
      payload: { words: "My address is 7 Jalan Braga" },
      payloadText: "My address is 7 Jalan Braga",
      attributes: { tenantId: acme.id },
    };
    expect(await recordDeadLetter(database.db, letter)).toBe(true);
    const [kept] = await database.adminDb
      .selectFrom("dead_letters")
      .selectAll()
      .where("tenant_id", "is", null)
      .execute();
    expect(kept).toMatchObject({
      message_id: letter.messageId,
      payload: null,
      payload_text: null,
      attributes: {},
    });
  });

  test("that was kept before its tenant was known goes with it; others of the kind stay", async () => {
    for (const { outlet } of seedData) {
      await recordDeadLetter(database.db, {
        functionName: "inbound",
        messageId: outlet.phoneNumberId,
        reasonCode: "unknown-number",
        reason: "no outlet has this phone number id",
        payloadText: JSON.stringify({ data: { phoneNumberId: outlet.phoneNumberId, text: "Hi" } }),
      });
    }
    await request();
    await eraseTenants(services);
    const kept = await database.adminDb
      .selectFrom("dead_letters")
      .select("message_id")
      .where("tenant_id", "is", null)
      .execute();
    expect(kept).toEqual([{ message_id: globex.outlet.phoneNumberId }]);
  });
});

test("only a tenant's own prefix can be emptied", async () => {
  for (const wrong of ["", "..", `${acme.id}/documents`, acme.id.slice(0, 8)]) {
    await expect(services.objects.removeTenant(wrong)).rejects.toThrow(TypeError);
  }
});

async function subscriptions({ outlet }: Tenant): Promise<unknown[]> {
  const path = `/${services.config.WHATSAPP_GRAPH_VERSION}/${outlet.businessAccountId}/subscribed_apps`;
  const { body } = await whatsapp.call("GET", path, undefined, outlet.accessToken);
  return (body as { data: unknown[] }).data;
}
