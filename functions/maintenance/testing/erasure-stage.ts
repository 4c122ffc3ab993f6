import { Storage } from "@google-cloud/storage";
import { vi } from "vitest";
import { startBigQuery } from "../../../emulators/servers/bigquery/start-bigquery.ts";
import { startFirebaseAuth } from "../../../emulators/servers/firebase/start-firebase-auth.ts";
import { startQdrant } from "../../../emulators/servers/qdrant/start-qdrant.ts";
import { startStorage } from "../../../emulators/servers/storage/start-storage.ts";
import { createTables } from "../../../emulators/stack/create-tables.ts";
import { seed } from "../../../emulators/stack/seed.ts";
import { startSeededWhatsApp } from "../../../emulators/testing/whatsapp.ts";
import { requestErasure } from "../../../shared/tenants/request-erasure.ts";
import { inTenant } from "../../../shared/db/tenant-scope.ts";
import { createTestDatabase } from "../../../shared/testing/database.ts";
import { createTestServices, testSecretsKey } from "../../../shared/testing/services.ts";
import { apiFunction } from "../../api/services.ts";
import { maintenanceFunction } from "../services.ts";

const projectId = "test";
export const buckets = ["erasure-documents", "erasure-media", "erasure-list"] as const;

export type ErasureStage = Awaited<ReturnType<typeof openErasureStage>>;

/** For tests: all that a tenant can have things in, each a real server or this project's own emulator of one. */
export async function openErasureStage() {
  const [bigQuery, qdrant, store, firebase, whatsapp, database] = await Promise.all([
    startBigQuery({ port: 0 }),
    startQdrant({ port: 0 }),
    startStorage({ port: 0, projectId }),
    startFirebaseAuth({ port: 0, projectId }),
    startSeededWhatsApp(),
    createTestDatabase(),
  ]);
  vi.stubEnv("STORAGE_EMULATOR_HOST", store.url);
  vi.stubEnv("FIREBASE_AUTH_EMULATOR_HOST", firebase.url);
  await createTables(projectId, bigQuery.url, "crm");
  const storage = new Storage({ projectId, apiEndpoint: store.url });
  for (const name of buckets) await storage.createBucket(name);
  await seed(database.ownerUrl, testSecretsKey);
  const [documents, media, erasures] = buckets;
  const services = createTestServices(maintenanceFunction, database, {
    WHATSAPP_GRAPH_URL: whatsapp.url,
    QDRANT_URL: qdrant.url,
    BIGQUERY_URL: bigQuery.url,
    OPENAI_EMBEDDING_DIMENSIONS: "2",
    DOCUMENTS_BUCKET: documents,
    MEDIA_BUCKET: media,
    ERASURES_BUCKET: erasures,
    FIREBASE_PROJECT_ID: projectId,
    ERASE_AFTER_MS: "0",
  });
  await services.vectors.ensureCollection();
  return {
    database,
    services,
    storage,
    qdrantUrl: qdrant.url,
    warehouse: { url: bigQuery.url, projectId, dataset: "crm" },
    /** As an operator does by the API. */
    async request(tenantId: string): Promise<void> {
      const api = createTestServices(apiFunction, database);
      const operator = { type: "operator", id: "operator-uid" } as const;
      await inTenant(api.db, tenantId, async (trx) => requestErasure(trx, "request-1"), operator);
      await api.close();
    },
    async close(): Promise<void> {
      await Promise.all([services.close(), whatsapp.close()]);
      await database.drop();
      vi.unstubAllEnvs();
      await Promise.all([bigQuery, qdrant, store, firebase].map(async (server) => server.close()));
    },
  };
}
