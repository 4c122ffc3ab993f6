import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Objects } from "../../../shared/files/objects.ts";
import { seedData } from "../../../shared/testing/examples/seed-data.ts";
import { instead } from "../../../shared/testing/instead.ts";
import { type IngesterUnderTest, startIngester } from "../testing/ingester.ts";
import { buildPdf } from "../testing/pdf.ts";
import { startWebsite, type Website } from "../testing/website.ts";

const [acme, globex] = seedData;
const prices =
  "<!doctype html><html><body><main><h1>Prices</h1><p>A tent costs Rp 450,000.</p></main></body></html>";
const cheaper = prices.replace("450,000", "400,000");

let docs: IngesterUnderTest;
let website: Website;
let services: IngesterUnderTest["services"];

beforeAll(async () => {
  [docs, website] = await Promise.all([startIngester(), startWebsite()]);
  services = instead(docs.services, { webPages: website.webPages });
});
afterEach(() => {
  website.pages.clear();
  website.asked.length = 0;
});
afterAll(async () => {
  await website.close();
  await docs.close();
});

/** Fetches the page, and reads what the bucket then says it has. */
async function fetchAndIngest(documentId: string): Promise<void> {
  expect(await docs.fetch(documentId, services)).toMatchObject({ outcome: "fetched" });
  expect(await docs.ingest(await docs.stored(documentId))).toMatchObject({ outcome: "ready" });
}

async function texts(documentId: string): Promise<string> {
  return (await docs.chunks({ documentId })).map(({ text }) => text).join("\n");
}

describe("a web page", () => {
  test("is fetched into the bucket as it is, and becomes answerable, called by its address", async () => {
    website.pages.set("/prices?all=1", { body: prices });
    const id = await docs.addPage("http://shop.example/prices?all=1");
    await fetchAndIngest(id);
    expect(await docs.row({ documentId: id })).toMatchObject({
      name: "shop.example/prices?all=1",
      status: "ready",
      source: "url",
      chunk_total: 1,
      embedded_count: 1,
    });
    expect(await texts(id)).toContain("Rp 450,000");
    expect(docs.changes({ documentId: id })).toEqual(["processing", "processing", "ready"]);
  });

  test("may be a document", async () => {
    website.pages.set("/menu", {
      body: buildPdf([["Fried rice costs Rp 30,000."]]),
      type: "application/pdf",
    });
    const id = await docs.addPage("http://shop.example/menu");
    await fetchAndIngest(id);
    expect(await texts(id)).toContain("Rp 30,000");
  });

  test("fetched anew is read if it has changed, and otherwise left as it is", async () => {
    website.pages.set("/prices", { body: prices });
    const id = await docs.addPage("http://shop.example/prices");
    await fetchAndIngest(id);
    const before = await docs.stored(id);
    expect(await docs.fetch(id, services)).toEqual({ outcome: "unchanged" });
    expect(website.asked.at(-1)).toBe("/prices 304");
    // A website that tells no versions apart.
    website.pages.set("/prices", { body: prices, headers: { etag: '"other"' } });
    expect(await docs.fetch(id, services)).toEqual({ outcome: "unchanged" });
    expect(await docs.stored(id)).toEqual(before);
    expect(await docs.row({ documentId: id })).toMatchObject({ status: "ready", source_etag: '"other"' });
    website.pages.set("/prices", { body: cheaper });
    await fetchAndIngest(id);
    expect(await texts(id)).toContain("Rp 400,000");
    expect(await texts(id)).not.toContain("Rp 450,000");
  });

  test("delivered twice, also at once, is one document with one reading", async () => {
    website.pages.set("/prices", { body: prices });
    const id = await docs.addPage("http://shop.example/prices");
    await Promise.all([docs.fetch(id, services), docs.fetch(id, services)]);
    await docs.ingest(await docs.stored(id));
    expect(await docs.fetch(id, services)).toEqual({ outcome: "unchanged" });
    expect(await docs.chunks({ documentId: id })).toHaveLength(1);
    expect(await docs.row({ documentId: id })).toMatchObject({ status: "ready" });
  });

  test.each([
    ["before the bucket has it", async () => Promise.reject(new Error("killed"))],
    [
      "when the bucket has it",
      async (...object: Parameters<Objects["write"]>) => {
        await docs.services.objects.write(...object);
        throw new Error("killed");
      },
    ],
  ])("whose fetching was killed %s ends, delivered again, in one reading", async (_when, write) => {
    website.pages.set("/prices", { body: prices });
    const id = await docs.addPage("http://shop.example/prices");
    const dying = instead(services, { objects: { ...docs.services.objects, write } });
    await expect(docs.fetch(id, dying)).rejects.toThrow("killed");
    expect(await docs.row({ documentId: id })).toMatchObject({ status: "processing", stage: "fetching" });
    expect(await docs.fetch(id, services)).toMatchObject({ outcome: "fetched" });
    await docs.ingest(await docs.stored(id));
    expect(await docs.chunks({ documentId: id })).toHaveLength(1);
    expect(await docs.row({ documentId: id })).toMatchObject({ status: "ready" });
  });

  test.each([
    ["is not there", { status: 404, body: "" }, "page-not-found"],
    ["is not for everyone", { status: 403, body: "" }, "page-refused"],
    ["is a picture", { body: "x", type: "image/png" }, "page-type"],
    ["is a news feed", { body: "<rss></rss>", type: "application/xml" }, "page-type"],
  ])("that %s: it failed, in words for the shop owner", async (_what, page, code) => {
    website.pages.set("/page", page);
    const id = await docs.addPage("http://shop.example/page");
    expect(await docs.fetch(id, services)).toEqual({ outcome: "unreadable", code });
    expect(await docs.row({ documentId: id })).toMatchObject({
      status: "failed",
      stage: null,
      error_code: code,
      error_message: expect.stringMatching(/page|address/),
    });
    expect(docs.changes({ documentId: id })).toEqual(["processing", "failed"]);
  });

  test("that shows nothing without a browser: it failed, in words for the shop owner", async () => {
    website.pages.set("/app", { body: "<!doctype html><html><body><div id=app></div></body></html>" });
    const id = await docs.addPage("http://shop.example/app");
    expect(await docs.fetch(id, services)).toMatchObject({ outcome: "fetched" });
    expect(await docs.ingest(await docs.stored(id))).toEqual({ outcome: "unreadable", code: "page-empty" });
  });

  test("inside: it failed, and nobody was asked", async () => {
    const id = await docs.addPage("http://169.254.169.254/computeMetadata/v1/");
    expect(await docs.fetch(id)).toEqual({ outcome: "unreadable", code: "address-refused" });
  });

  test("whose website is away is asked three times, while what it said before answers", async () => {
    website.pages.set("/prices", { body: prices });
    const id = await docs.addPage("http://shop.example/prices");
    await fetchAndIngest(id);
    website.pages.set("/prices", { body: "", status: 503 });
    for (const attempt of [1, 2]) {
      await expect(docs.fetch(id, services, { attempt })).rejects.toMatchObject({ name: "Retry" });
    }
    expect(await docs.fetch(id, services, { attempt: 3 })).toMatchObject({ code: "page-unreachable" });
    const row = await docs.row({ documentId: id });
    expect(row).toMatchObject({ status: "failed", error_code: "page-unreachable" });
    expect(row?.generation).toBeGreaterThan(0);
    expect(await texts(id)).toContain("Rp 450,000");
  });

  test("of a document that is gone is not fetched", async () => {
    expect(await docs.fetch(randomUUID(), services)).toEqual({ outcome: "gone" });
    website.pages.set("/prices", { body: prices });
    const id = await docs.addPage("http://shop.example/prices", globex);
    expect((await docs.row({ documentId: id }))?.tenant_id).toBe(globex.id);
    await docs.remove(id, acme);
    expect(await docs.row({ documentId: id })).toBeDefined();
    await docs.remove(id, globex);
    expect(await docs.fetch(id, services)).toEqual({ outcome: "gone" });
    expect(website.asked).toEqual([]);
  });
});
