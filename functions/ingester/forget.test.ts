import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { type IngesterUnderTest, startIngester } from "./testing/ingester.ts";

const [acme, globex] = seedData;
const delivery = "# Delivery\n\nDelivery to Bandung costs Rp 25,000.\n";

let docs: IngesterUnderTest;

beforeAll(async () => {
  docs = await startIngester();
});
afterEach(async () => docs.openai.faults([]));
afterAll(async () => docs.close());

describe("a deleted document", () => {
  test("its chunks, its object and its row go; again is fine", async () => {
    const uploaded = await docs.upload(delivery);
    await docs.ingest(uploaded);
    const neighbour = await docs.upload(delivery);
    await docs.ingest(neighbour);
    expect(await docs.remove(uploaded.documentId)).toEqual({ outcome: "deleted" });
    expect(await docs.chunks(uploaded)).toEqual([]);
    expect(await docs.isStored(uploaded)).toBe(false);
    expect(await docs.row(uploaded)).toBeUndefined();
    expect(docs.changes(uploaded)).toEqual(["processing", "ready", "deleted"]);
    expect(await docs.remove(uploaded.documentId)).toEqual({ outcome: "gone" });
    expect(await docs.row(neighbour)).toMatchObject({ status: "ready" });
    expect(await docs.chunks(neighbour)).toHaveLength(1);
  });

  test("does not come back by a late delivery of its upload", async () => {
    const uploaded = await docs.upload(delivery);
    await docs.ingest(uploaded);
    await docs.remove(uploaded.documentId);
    expect(await docs.ingest(uploaded)).toEqual({ outcome: "stale" });
    expect(await docs.row(uploaded)).toBeUndefined();
    expect(await docs.chunks(uploaded)).toEqual([]);
  });

  test("while it is being read: nothing of it is left", async () => {
    const uploaded = await docs.upload(delivery);
    const overtaken = docs.withVectors({
      async upsertChunks(points) {
        expect(await docs.remove(uploaded.documentId)).toEqual({ outcome: "deleted" });
        await docs.services.vectors.upsertChunks(points);
      },
    });
    expect(await docs.ingest(uploaded, overtaken)).toEqual({ outcome: "stale" });
    expect(await docs.row(uploaded)).toBeUndefined();
    expect(await docs.chunks(uploaded)).toEqual([]);
  });

  test("answers no more from the moment that its deletion has begun, also when that is interrupted", async () => {
    const uploaded = await docs.upload(delivery);
    await docs.ingest(uploaded);
    const dying = docs.withVectors({ deleteChunks: async () => Promise.reject(new Error("killed")) });
    await expect(docs.remove(uploaded.documentId, acme, dying)).rejects.toThrow("killed");
    expect(await docs.row(uploaded)).toMatchObject({ status: "deleting", generation: 0 });
    expect(await docs.remove(uploaded.documentId)).toEqual({ outcome: "deleted" });
    expect(await docs.chunks(uploaded)).toEqual([]);
  });

  test("of another tenant is not there", async () => {
    const uploaded = await docs.upload(delivery);
    await docs.ingest(uploaded);
    expect(await docs.remove(uploaded.documentId, globex)).toEqual({ outcome: "gone" });
    expect(await docs.row(uploaded)).toMatchObject({ status: "ready" });
    expect(await docs.chunks(uploaded)).toHaveLength(1);
  });
});
