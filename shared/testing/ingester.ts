import { randomUUID } from "node:crypto";
import { vi } from "vitest";
import { startQdrant } from "../../emulators/qdrant/start-qdrant.ts";
import { openStorage } from "../../emulators/storage/testing/storage-under-test.ts";
import { handle } from "../../functions/ingester/handle.ts";
import type { Vectors } from "../clients/vectors.ts";
import { documentObjectName } from "../domain/knowledge/document-object-name.ts";
import type { Document } from "../db/schema/documents.ts";
import { seedData } from "../db/seed-data.ts";
import type { Outcome } from "../runtime/on-event.ts";
import { buildEvent } from "./builders.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";
import { instead } from "./instead.ts";
import { startTestOpenAi, type TestOpenAi } from "./openai.ts";
import { createTestServices, type TestServices } from "./services.ts";

type Tenant = { id: string };
type Services = TestServices<"ingester">;
export type Upload = { documentId: string; objectName: string; generation: string; sizeBytes: number };
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
  /** Delivers the wish to forget it. */
  remove(documentId: string, tenant?: Tenant, services?: Services): Promise<Outcome>;
  row(upload: Pick<Upload, "documentId">): Promise<Document | undefined>;
  isStored(upload: Upload): Promise<boolean>;
  /** The chunks that the tenant finds of the document, of whatever generation. */
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
  const [bucket] = await storage.client.createBucket(bucketName);
  const services = createTestServices("ingester", database, {
    OPENAI_BASE_URL: openai.url,
    QDRANT_URL: qdrant.url,
    DOCUMENTS_BUCKET: bucketName,
  });

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
      { objectName, generation, sizeBytes },
      given = services,
      { attempt = 1, eventId = randomUUID() } = {},
    ) {
      const tenantId = /^tenants\/([^/]+)/.exec(objectName)?.[1];
      const data = {
        bucket: bucketName,
        objectName,
        generation,
        contentType: "application/octet-stream",
        sizeBytes,
      };
      const event = { ...buildEvent("document.uploaded", data, tenantId), id: eventId };
      return handle(event, given, { attempt, maxAttempts: 20 });
    },
    async remove(documentId, tenant = acme, given = services) {
      const event = buildEvent("document.deleted", { documentId }, tenant.id);
      return handle(event, given, { attempt: 1, maxAttempts: 20 });
    },
    row: async ({ documentId }) =>
      database.adminDb.selectFrom("documents").selectAll().where("id", "=", documentId).executeTakeFirst(),
    isStored: async ({ objectName }) => (await bucket.file(objectName).exists())[0],
    async chunks({ documentId }, { id: tenantId } = acme) {
      const anything = { dense: Array.from({ length: 512 }, () => 1), sparse: { indices: [], values: [] } };
      const found = await services.vectors.searchChunks({ tenantId, ...anything, limit: 1_000 });
      return found
        .filter((chunk) => chunk.documentId === documentId)
        .map(({ text, generation, page }) => ({ text, generation: String(generation), page }));
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
