import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { recordReady } from "../../shared/knowledge/queries/documents.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { awaitLockWait } from "../../shared/testing/await-lock-wait.ts";
import { instead } from "../../shared/testing/instead.ts";
import { type IngesterUnderTest, startIngester, type Upload } from "./testing/ingester.ts";

const [acme] = seedData;
const delivery = "# Delivery\n\nDelivery to Bandung costs Rp 25,000.\n";
const cheaper = "# Delivery\n\nDelivery to Bandung costs Rp 20,000.\n";

let docs: IngesterUnderTest;

beforeAll(async () => {
  docs = await startIngester();
});
afterEach(async () => docs.openai.faults([]));
afterAll(async () => docs.close());

describe("a newer upload", () => {
  test("takes the place of the older: the new answers, and nothing is left of the old", async () => {
    const old = await docs.upload(delivery);
    await docs.ingest(old);
    const renewed = await docs.upload(cheaper, "shop.md", old.documentId);
    expect(await docs.ingest(renewed)).toMatchObject({ outcome: "ready" });
    expect(await docs.row(renewed)).toMatchObject({
      status: "ready",
      generation: Number(renewed.generation),
    });
    expect(await docs.chunks(renewed)).toMatchObject([
      { generation: renewed.generation, text: expect.stringContaining("20,000") },
    ]);
  });

  test("costs the embedding of what it says anew, and nothing of what it still says", async () => {
    const kept =
      "# Delivery\n\nDelivery to Medan takes nine days.\n\n# Returns\n\nReturns are free for a year.\n";
    const old = await docs.upload(kept);
    await docs.ingest(old);
    const embedded: string[] = [];
    const listening = instead(docs.services, {
      llm: {
        ...docs.services.llm,
        embed: async (texts: readonly string[]) => {
          embedded.push(...texts);
          return docs.services.llm.embed(texts);
        },
      },
    });
    const renewed = await docs.upload(`${kept}\n# Gifts\n\nGifts are wrapped.\n`, "shop.md", old.documentId);
    expect(await docs.ingest(renewed, listening)).toMatchObject({ outcome: "ready", chunks: 3 });
    expect(embedded).toEqual(["Gifts\nGifts are wrapped."]);
    expect(await docs.chunks(renewed)).toHaveLength(3);
  });

  test("that cannot be read leaves the older answering", async () => {
    const old = await docs.upload(delivery);
    await docs.ingest(old);
    const broken = await docs.upload(Buffer.alloc(0), "shop.md", old.documentId);
    expect(await docs.ingest(broken)).toEqual({ outcome: "unreadable", code: "empty" });
    expect(await docs.row(old)).toMatchObject({
      status: "failed",
      error_code: "empty",
      generation: Number(old.generation),
    });
    expect(await docs.chunks(old)).toMatchObject([
      { generation: old.generation, text: expect.stringContaining("25,000") },
    ]);
  });

  test("the event of the older, late or again, changes nothing", async () => {
    const old = await docs.upload(delivery);
    await docs.ingest(old);
    const renewed = await docs.upload(cheaper, "shop.md", old.documentId);
    await docs.ingest(renewed);
    expect(await docs.ingest(old)).toEqual({ outcome: "stale" });
    expect(await docs.row(renewed)).toMatchObject({
      status: "ready",
      generation: Number(renewed.generation),
    });
    expect(await docs.chunks(renewed)).toMatchObject([{ generation: renewed.generation }]);
  });

  test("that overtakes the older while it is being read wins, and the older's chunks go", async () => {
    const old = await docs.upload(delivery);
    let renewed: Upload | undefined;
    const overtaken = docs.withVectors({
      async upsertChunks(points) {
        renewed = await docs.upload(cheaper, "shop.md", old.documentId);
        expect(await docs.ingest(renewed)).toMatchObject({ outcome: "ready" });
        await docs.services.vectors.upsertChunks(points);
      },
    });
    expect(await docs.ingest(old, overtaken)).toEqual({ outcome: "stale" });
    expect(await docs.row(old)).toMatchObject({ status: "ready", generation: Number(renewed?.generation) });
    expect(await docs.chunks(old)).toMatchObject([{ generation: renewed?.generation }]);
  });

  test("that begins while the older removes what answered before keeps its chunks", async () => {
    const old = await docs.upload(delivery);
    let renewed: Upload | undefined;
    const slow = docs.withVectors({
      async deleteChunks(which) {
        renewed = await docs.upload(cheaper, "shop.md", old.documentId);
        const dying = docs.withVectors({ deleteChunks: async () => Promise.reject(new Error("killed")) });
        await expect(docs.ingest(renewed, dying)).rejects.toThrow("killed");
        await docs.services.vectors.deleteChunks(which);
      },
    });
    await docs.ingest(old, slow);
    expect(await docs.row(old)).toMatchObject({ status: "ready", generation: Number(renewed?.generation) });
    expect(await docs.chunks(old)).toContainEqual(
      expect.objectContaining({ generation: renewed?.generation }),
    );
  });
});

describe("delivered again", () => {
  test("twice: one generation, each chunk once, and the document stays ready", async () => {
    const uploaded = await docs.upload(delivery);
    await docs.ingest(uploaded);
    const before = await docs.row(uploaded);
    expect(await docs.ingest(uploaded)).toEqual({ outcome: "duplicate" });
    expect(await docs.row(uploaded)).toEqual(before);
    expect(await docs.chunks(uploaded)).toHaveLength(1);
    expect(docs.changes(uploaded)).toEqual(["processing", "ready"]);
  });

  test("five times at once: one generation, each chunk once, and the document is ready", async () => {
    const uploaded = await docs.upload(delivery);
    await Promise.all(Array.from({ length: 5 }, async () => docs.ingest(uploaded)));
    expect(await docs.row(uploaded)).toMatchObject({
      status: "ready",
      generation: Number(uploaded.generation),
    });
    expect(await docs.chunks(uploaded)).toHaveLength(1);
  });

  test("at the very moment of the switch: the document stays ready", async () => {
    const uploaded = await docs.upload(delivery);
    const dying = docs.withVectors({ upsertChunks: async () => Promise.reject(new Error("killed")) });
    await expect(docs.ingest(uploaded, dying)).rejects.toThrow("killed");
    const { running } = await inTenant(docs.database.db, acme.id, async (trx) => {
      const objectGeneration = Number(uploaded.generation);
      const ready = { objectGeneration, chunkCount: 1, contentSha256: "0".repeat(64), at: new Date() };
      expect(await recordReady(trx, uploaded.documentId, ready)).toBe(true);
      const started = docs.ingest(uploaded);
      await awaitLockWait(docs.database.adminDb, "ingester");
      return { running: started };
    });
    expect(await running).toEqual({ outcome: "duplicate" });
    expect(await docs.row(uploaded)).toMatchObject({ status: "ready" });
  });

  test("after it was killed between storing the chunks and the switch: the old answers until the new does, alone", async () => {
    const old = await docs.upload(delivery);
    await docs.ingest(old);
    const renewed = await docs.upload(cheaper, "shop.md", old.documentId);
    const dying = docs.withVectors({
      async upsertChunks(points) {
        await docs.services.vectors.upsertChunks(points);
        throw new Error("killed");
      },
    });
    await expect(docs.ingest(renewed, dying)).rejects.toThrow("killed");
    expect(await docs.row(old)).toMatchObject({ status: "processing", generation: Number(old.generation) });
    expect(await docs.chunks(old)).toHaveLength(2);
    expect(await docs.ingest(renewed)).toMatchObject({ outcome: "ready" });
    expect(await docs.chunks(old)).toMatchObject([{ generation: renewed.generation }]);
  });

  test("after it was killed between the switch and the removal of the old: nothing is left of the old", async () => {
    const old = await docs.upload(delivery);
    await docs.ingest(old);
    const renewed = await docs.upload(cheaper, "shop.md", old.documentId);
    const dying = docs.withVectors({ deleteChunks: async () => Promise.reject(new Error("killed")) });
    await expect(docs.ingest(renewed, dying)).rejects.toThrow("killed");
    expect(await docs.row(old)).toMatchObject({ status: "ready", generation: Number(renewed.generation) });
    expect(await docs.ingest(renewed)).toEqual({ outcome: "duplicate" });
    expect(await docs.chunks(old)).toMatchObject([{ generation: renewed.generation }]);
  });

  test("after the model's service was away: it becomes answerable as if nothing had been", async () => {
    const uploaded = await docs.upload("# Parking\n\nParking is free for two hours.\n");
    await docs.openai.faults(Array.from({ length: 4 }, () => ({ status: 503, endpoint: "embeddings" })));
    await expect(docs.ingest(uploaded)).rejects.toMatchObject({ name: "Retry" });
    expect(await docs.row(uploaded)).toMatchObject({ status: "processing" });
    expect(await docs.ingest(uploaded, docs.services, { attempt: 2 })).toMatchObject({ outcome: "ready" });
  });

  test("for the last time in vain: the shop owner is told, and the event becomes a dead letter", async () => {
    const uploaded = await docs.upload("# Parking\n\nParking is free for three hours.\n");
    await docs.openai.faults(Array.from({ length: 4 }, () => ({ status: 503, endpoint: "embeddings" })));
    await expect(docs.ingest(uploaded, docs.services, { attempt: 20 })).rejects.toMatchObject({
      name: "Retry",
    });
    expect(await docs.row(uploaded)).toMatchObject({ status: "failed", error_code: "interrupted" });
  });
});
