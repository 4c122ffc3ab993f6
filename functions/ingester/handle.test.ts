import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { type IngesterUnderTest, startIngester } from "./testing/ingester.ts";
import { buildPdf } from "./testing/pdf.ts";

const [acme, globex] = seedData;
const delivery = "# Delivery\n\nDelivery to Bandung costs Rp 25,000.\n";
const cheaper = "# Delivery\n\nDelivery to Bandung costs Rp 20,000.\n";

let docs: IngesterUnderTest;

beforeAll(async () => {
  docs = await startIngester();
});
afterEach(async () => docs.openai.faults([]));
afterAll(async () => docs.close());

describe("an uploaded document", () => {
  test("a PDF becomes answerable, with the pages that its chunks stand on", async () => {
    const uploaded = await docs.upload(
      buildPdf([["Delivery to Bandung costs Rp 25,000."], ["Returns within 30 days of delivery."]]),
      "shop.pdf",
    );
    expect(await docs.ingest(uploaded)).toMatchObject({ outcome: "ready", pages: 2 });
    expect(await docs.row(uploaded)).toMatchObject({
      tenant_id: acme.id,
      name: "shop.pdf",
      status: "ready",
      stage: null,
      page_count: 2,
      generation: Number(uploaded.generation),
      error_code: null,
      content_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const stored = await docs.chunks(uploaded);
    expect(stored).toHaveLength((await docs.row(uploaded))?.chunk_count ?? -1);
    const text = stored.map((chunk) => chunk.text).join(" ");
    expect(text).toContain("Rp 25,000");
    expect(text).toContain("30 days");
    expect(stored[0]?.page).toBe(1);
    expect(docs.changes(uploaded)).toEqual(["processing", "ready"]);
  });

  test.each([
    ["Markdown", "shop.md", Buffer.from(delivery)],
    ["plain text", "shop.txt", Buffer.from("Delivery to Bandung costs Rp 25,000.")],
    ["text in UTF-16", "shop.txt", Buffer.from("\uFEFFDelivery to Bandung costs Rp 25,000.", "utf16le")],
  ])("%s becomes answerable", async (_name, fileName, content) => {
    const uploaded = await docs.upload(content, fileName);
    expect(await docs.ingest(uploaded)).toEqual({ outcome: "ready", pages: 1, chunks: 1 });
    expect((await docs.chunks(uploaded))[0]?.text).toContain("Delivery to Bandung costs Rp 25,000.");
  });

  test("its pages, bytes and tokens are metered, once however often it is delivered", async () => {
    const uploaded = await docs.upload(delivery);
    const eventId = randomUUID();
    await Promise.all(
      [1, 2].map(async (attempt) => docs.ingest(uploaded, docs.services, { attempt, eventId })),
    );
    const used = docs.services.bus.of("usage.recorded").filter(({ data }) => data.subjectId === eventId);
    expect(new Set(used.map(({ data }) => data.meter))).toEqual(
      new Set(["document.pages", "storage.bytes", "embedding.tokens"]),
    );
  });

  test("a long one is embedded in batches, each chunk once and in full", async () => {
    const sections = Array.from(
      { length: 90 },
      (_section, index) => `## Article ${index}\n\nArticle ${index} costs Rp ${index + 1},000.\n`,
    );
    const uploaded = await docs.upload(sections.join("\n"));
    expect(await docs.ingest(uploaded)).toMatchObject({ outcome: "ready" });
    const stored = await docs.chunks(uploaded);
    expect(stored).toHaveLength((await docs.row(uploaded))?.chunk_count ?? -1);
    const text = stored.map((chunk) => chunk.text).join("\n");
    for (let index = 0; index < 90; index += 1) expect(text).toContain(`Rp ${index + 1},000.`);
  });
});

describe("a file that cannot be read", () => {
  test.each([
    ["empty", Buffer.alloc(0), "shop.txt", "empty"],
    ["without text", buildPdf([[], []]), "scan.pdf", "no-text"],
    ["encrypted", buildPdf([["Secret"]], { encrypted: true }), "shop.pdf", "encrypted"],
    ["damaged", buildPdf([["Delivery to Bandung"]]).subarray(0, 80), "shop.pdf", "damaged"],
    [
      "of a kind that we do not know",
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0]),
      "shop.png",
      "unsupported-type",
    ],
  ])(
    "%s: it failed, with words for the shop owner, and is not tried again",
    async (_name, content, fileName, code) => {
      const uploaded = await docs.upload(content, fileName);
      expect(await docs.ingest(uploaded)).toEqual({ outcome: "unreadable", code });
      const document = await docs.row(uploaded);
      expect(document).toMatchObject({ status: "failed", stage: null, error_code: code, generation: 0 });
      expect(document?.error_message).toMatch(/file/);
      expect(await docs.chunks(uploaded)).toEqual([]);
      expect(docs.changes(uploaded)).toEqual(["processing", "failed"]);
    },
  );

  test("too large: it is not even fetched", async () => {
    const uploaded = { ...(await docs.upload(delivery)), sizeBytes: 51 * 1024 * 1024 };
    expect(await docs.ingest(uploaded)).toEqual({ outcome: "unreadable", code: "too-large" });
    expect(await docs.row(uploaded)).toMatchObject({ status: "failed", error_code: "too-large" });
  });

  test("uploaded anew in a readable form it becomes answerable", async () => {
    const broken = await docs.upload(Buffer.alloc(0));
    await docs.ingest(broken);
    const mended = await docs.upload(delivery, "shop.md", broken.documentId);
    expect(await docs.ingest(mended)).toMatchObject({ outcome: "ready" });
    expect(await docs.row(mended)).toMatchObject({ status: "ready", error_code: null, error_message: null });
  });
});

describe("whose document it is", () => {
  test("only the object's name decides, and no other tenant finds its chunks", async () => {
    const uploaded = await docs.upload(delivery, "shop.md", randomUUID(), globex);
    await docs.ingest(uploaded);
    expect(await docs.row(uploaded)).toMatchObject({ tenant_id: globex.id });
    expect(await docs.chunks(uploaded, globex)).toHaveLength(1);
    expect(await docs.chunks(uploaded, acme)).toEqual([]);
  });

  test("a tenant that does not exist is refused for good", async () => {
    const uploaded = await docs.upload(delivery, "shop.md", randomUUID(), { ...acme, id: randomUUID() });
    await expect(docs.ingest(uploaded)).rejects.toMatchObject({
      name: "Permanent",
      code: "no-knowledge-base",
    });
    expect(await docs.row(uploaded)).toBeUndefined();
  });

  test("another tenant's document id is refused for good, and that document stays as it is", async () => {
    const theirs = await docs.upload(delivery, "shop.md", randomUUID(), globex);
    await docs.ingest(theirs);
    const taken = await docs.upload(cheaper, "shop.md", theirs.documentId, acme);
    await expect(docs.ingest(taken)).rejects.toMatchObject({ name: "Permanent", code: "document-id-taken" });
    expect(await docs.row(theirs)).toMatchObject({
      tenant_id: globex.id,
      status: "ready",
      generation: Number(theirs.generation),
    });
    expect(await docs.chunks(theirs, globex)).toHaveLength(1);
    expect(await docs.chunks(theirs, acme)).toEqual([]);
  });

  test.each([
    "notes.txt",
    `tenants/${acme.id}/notes.txt`,
    `tenants/${acme.id}/documents/7/a.txt`,
    "tenants/../documents/x/y",
  ])("an object that is no document's is refused for good: %s", async (objectName) => {
    const uploaded = { documentId: "", objectName, generation: "1", sizeBytes: 1 };
    await expect(docs.ingest(uploaded)).rejects.toMatchObject({ name: "Permanent", code: "not-a-document" });
  });
});
