import { randomUUID } from "node:crypto";
import { IdempotencyStrategy } from "@google-cloud/storage";
import { vi } from "vitest";
import { startQdrant } from "../../../emulators/servers/qdrant/start-qdrant.ts";
import { openStorage } from "../../../emulators/servers/storage/testing/storage-under-test.ts";
import { handle } from "../handle.ts";
import type { Vectors } from "../../../shared/knowledge/vectors/vectors.ts";
import { documentObjectName } from "../../../shared/knowledge/rules/document-object-name.ts";
import type { Document } from "../../../shared/db/schema.d.ts";
import { recordDocument } from "../../../shared/knowledge/queries/documents.ts";
import { seedData, type SeedTenant } from "../../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../../shared/db/tenant-scope.ts";
import { webDocument } from "../../../shared/knowledge/rules/web-document.ts";
import type { Outcome } from "../../../shared/runtime/on-event.ts";
import { buildEvent } from "../../../shared/testing/builders.ts";
import { createTestDatabase, type TestDatabase } from "../../../shared/testing/database.ts";
import { instead } from "../../../shared/testing/instead.ts";
import { startTestOpenAi, type TestOpenAi } from "../../../emulators/testing/openai.ts";
import { createTestServices, type TestServices } from "../../../shared/testing/services.ts";
import { ingesterFunction } from "../services.ts";

type Tenant = { id: string };
type Services = TestServices<typeof ingesterFunction>;
export type Upload = {
  documentId: string;
  objectName: string;
  generation: string;
  sizeBytes: number;
  contentType?: string | undefined;
};
type StoredPayload = { text: string; generation: number; page?: number };
type StoredChunk = { text: string; generation: string; page: number | undefined };

/** The ingester with its servers and a bucket. */
export type IngesterUnderTest = {
  readonly database: TestDatabase;
  readonly openai: TestOpenAi;
  readonly services: Services;
  /** Its services where a step of the vectors' client goes another way. */
  withVectors(members: Partial<Vectors>): Services;
  /** Puts the file where the product puts it; the answer is what Cloud Storage's notification says. */
  upload(content: Buffer | string, fileName?: string, documentId?: string, tenant?: Tenant): Promise<Upload>;
  /** Delivers the notification of it; `eventId` for one event more than once. */
  ingest(
    upload: Upload,
    services?: Services,
    delivery?: { attempt?: number; eventId?: string },
  ): Promise<Outcome>;
  /** A document of the web page at this address, not fetched yet; resolves to its id. */
  addPage(url: string, tenant?: SeedTenant): Promise<string>;
  /** Delivers the wish to fetch it. */
  fetch(documentId: string, services?: Services, delivery?: { attempt?: number }): Promise<Outcome>;
  /** What lies in the bucket of the document, as its notification would say. */
  stored(documentId: string): Promise<Upload>;
  /** Delivers the wish to forget it. */
  remove(documentId: string, tenant?: Tenant, services?: Services): Promise<Outcome>;
  row(upload: Pick<Upload, "documentId">): Promise<Document | undefined>;
  isStored(upload: Upload): Promise<boolean>;
  /** All chunks that are stored of the tenant's document, of whatever generation. */
  chunks(upload: Pick<Upload, "documentId">, tenant?: Tenant): Promise<StoredChunk[]>;
  /** Every status of the document that was told, in order. */
  changes(upload: Pick<Upload, "documentId">): string[];
  close(): Promise<void>;
};

const [acme] = seedData;
const bucketName = "test-documents";

export async function startIngester(): Promise<IngesterUnderTest> {
  const [database, openai, qdrant, storage] = await Promise.all([
    createTestDatabase(),
    startTestOpenAi(),
    startQdrant({ port: 0 }),
    openStorage(),
  ]);
  vi.stubEnv("STORAGE_EMULATOR_HOST", storage.server.url);
  // An upload that meets a connection which the server just closes is tried again, however long the test was busy elsewhere.
  storage.client.retryOptions.idempotencyStrategy = IdempotencyStrategy.RetryAlways;
  const [bucket] = await storage.client.createBucket(bucketName);
  const services = createTestServices(ingesterFunction, database, {
    OPENAI_BASE_URL: openai.url,
    QDRANT_URL: qdrant.url,
    DOCUMENTS_BUCKET: bucketName,
  });

  const rowOf = async (documentId: string) =>
    database.adminDb.selectFrom("documents").selectAll().where("id", "=", documentId).executeTakeFirst();

  return {
    database,
    openai,
    services,
    withVectors: (members) => instead(services, { vectors: { ...services.vectors, ...members } }),
    async upload(content, fileName = "shop.md", documentId = randomUUID(), tenant = acme) {
      const objectName = documentObjectName({ tenantId: tenant.id, documentId, fileName });
      const file = bucket.file(objectName);
      await file.save(content, { resumable: false });
      const [{ generation }] = await file.getMetadata();
      return {
        documentId,
        objectName,
        generation: String(generation),
        sizeBytes: Buffer.byteLength(content),
      };
    },
    async ingest(
      { objectName, generation, sizeBytes, contentType = "application/octet-stream" },
      given = services,
      { attempt = 1, eventId = randomUUID() } = {},
    ) {
      const tenantId = /^tenants\/([^/]+)/.exec(objectName)?.[1];
      const data = {
        bucket: bucketName,
        objectName,
        generation,
        contentType,
        sizeBytes,
      };
      const event = { ...buildEvent("document.uploaded", data, tenantId), id: eventId };
      return handle(event, given, { attempt, maxAttempts: 20 });
    },
    async addPage(address, { id: tenantId, knowledgeBase } = acme) {
      const documentId = randomUUID();
      const page = webDocument(tenantId, documentId, new URL(address));
      const place = { documentId, knowledgeBaseId: knowledgeBase.id, bucket: bucketName };
      await inTenant(database.db, tenantId, async (trx) => recordDocument(trx, { ...page, ...place }));
      return documentId;
    },
    async fetch(documentId, given = services, { attempt = 1 } = {}) {
      const data = { documentId, requestedAt: new Date().toISOString() };
      const { tenant_id: tenantId = acme.id } = (await rowOf(documentId)) ?? {};
      return handle(buildEvent("document.requested", data, tenantId), given, { attempt, maxAttempts: 20 });
    },
    async stored(documentId) {
      const objectName = (await rowOf(documentId))?.object_name ?? "";
      const [{ generation, size, contentType }] = await bucket.file(objectName).getMetadata();
      return { documentId, objectName, generation: String(generation), sizeBytes: Number(size), contentType };
    },
    async remove(documentId, tenant = acme, given = services) {
      const event = buildEvent("document.deleted", { documentId }, tenant.id);
      return handle(event, given, { attempt: 1, maxAttempts: 20 });
    },
    row: async ({ documentId }) => rowOf(documentId),
    isStored: async ({ objectName }) => (await bucket.file(objectName).exists())[0],
    async chunks({ documentId }, { id: tenantId } = acme) {
      const must = Object.entries({ tenant_id: tenantId, document_id: documentId }).map(([key, value]) => ({
        key,
        match: { value },
      }));
      const { QDRANT_URL, QDRANT_COLLECTION } = services.config;
      const answer = await fetch(`${QDRANT_URL}/collections/${QDRANT_COLLECTION}/points/scroll`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ filter: { must }, limit: 10_000, with_payload: true }),
      });
      if (answer.status === 404) return [];
      const { result } = (await answer.json()) as { result: { points: { payload: StoredPayload }[] } };
      return result.points.map(({ payload }) => ({
        text: payload.text,
        generation: String(payload.generation),
        page: payload.page,
      }));
    },
    changes: ({ documentId }) =>
      services.bus
        .of("document.changed")
        .filter(({ data }) => data.documentId === documentId)
        .map(({ data }) => data.status),
    async close() {
      vi.unstubAllEnvs();
      await services.close();
      await Promise.all([openai.close(), qdrant.close(), storage.close(), database.drop()]);
    },
  };
}
