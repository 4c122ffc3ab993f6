import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { countCapacities } from "../../../shared/billing/capacities.ts";
import { inTenant } from "../../../shared/db/tenant-scope.ts";
import { seedData } from "../../../shared/testing/examples/seed-data.ts";
import { markDeletingWithPages } from "../../../shared/knowledge/queries/web-documents.ts";
import { sellPlanVersion } from "../../../shared/testing/billing.ts";
import { instead } from "../../../shared/testing/instead.ts";
import { type IngesterUnderTest, startIngester } from "../testing/ingester.ts";
import { startWebsite, type Website } from "../testing/website.ts";

const [acme] = seedData;
const root = "http://shop.example";

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

function show(...paths: string[]): void {
  const entries = paths.map((path) => `<url><loc>${root}${path}</loc></url>`);
  website.pages.set("/sitemap.xml", {
    body: `<urlset>${entries.join("")}</urlset>`,
    type: "application/xml",
  });
  for (const path of paths) website.pages.set(path, { body: `<html><p>This is ${path}.</p></html>` });
}

async function pagesOf(siteId: string) {
  const rows = await docs.database.adminDb
    .selectFrom("documents")
    .selectAll()
    .where("site_document_id", "=", siteId)
    .orderBy("name")
    .execute();
  return rows.map(({ id, name, status }) => ({ id, name, status }));
}

/** The pages whose fetching was asked for since. */
function requested(siteId: string): string[] {
  const events = docs.services.bus
    .of("document.requested")
    .filter(({ data }) => data.siteDocumentId === siteId);
  return events.map(({ data }) => data.documentId);
}

/** Acme's plan, with that much room. */
async function sellPlan(capacities: { documents: number }): Promise<void> {
  const { adminDb } = docs.database;
  const version = await sellPlanVersion(adminDb, acme.subscription.plan, {
    capacities: { outlets: 1, users: 1, ...capacities },
  });
  await adminDb
    .updateTable("period_segments")
    .set({ plan_version: version })
    .where("tenant_id", "=", acme.id)
    .execute();
}

describe("a sitemap", () => {
  test("has each of its pages become a document, of the same knowledge base, that is fetched then", async () => {
    show("/a", "/b");
    const site = await docs.addPage(`${root}/sitemap.xml`);
    expect(await docs.fetch(site, services)).toEqual({ outcome: "site", pages: 2 });
    expect(await docs.row({ documentId: site })).toMatchObject({
      status: "ready",
      stage: null,
      page_count: 2,
      generation: 0,
      knowledge_base_id: acme.knowledgeBase.id,
    });
    const pages = await pagesOf(site);
    expect(pages.map(({ name }) => name)).toEqual(["shop.example/a", "shop.example/b"]);
    expect(requested(site).toSorted()).toEqual(pages.map(({ id }) => id).toSorted());
    for (const { id } of pages) {
      expect(await docs.fetch(id, services)).toMatchObject({ outcome: "fetched" });
      expect(await docs.ingest(await docs.stored(id))).toMatchObject({ outcome: "ready" });
    }
    expect((await docs.chunks({ documentId: pages[1]?.id ?? "" }))[0]?.text).toContain("This is /b.");
  });

  test("delivered twice, also at once, makes no page twice", async () => {
    show("/a", "/b", "/c");
    const site = await docs.addPage(`${root}/sitemap.xml`);
    await Promise.all([docs.fetch(site, services), docs.fetch(site, services)]);
    await docs.fetch(site, services);
    expect(await pagesOf(site)).toHaveLength(3);
  });

  test("read anew brings new pages and forgets those that it lists no more", async () => {
    show("/a", "/b");
    const site = await docs.addPage(`${root}/sitemap.xml`);
    await docs.fetch(site, services);
    const [, second] = await pagesOf(site);
    show("/a", "/c");
    await docs.fetch(site, services);
    expect((await pagesOf(site)).map(({ name, status }) => `${name} ${status}`)).toEqual([
      "shop.example/a uploaded",
      "shop.example/b deleting",
      "shop.example/c uploaded",
    ]);
    const deleted = docs.services.bus.of("document.deleted").map(({ data }) => data.documentId);
    expect(deleted).toContain(second?.id);
    await docs.remove(second?.id ?? "");
    expect(await pagesOf(site)).toHaveLength(2);
  });

  test("makes no more documents than the plan has room for", async () => {
    show("/a", "/b", "/c");
    const site = await docs.addPage(`${root}/sitemap.xml`);
    const { documents } = await inTenant(docs.database.db, acme.id, countCapacities);
    await sellPlan({ documents: documents + 2 });
    await docs.fetch(site, services);
    expect(await pagesOf(site)).toHaveLength(2);
    await sellPlan({ documents: 10_000 });
    await docs.fetch(site, services);
    expect(await pagesOf(site)).toHaveLength(3);
  });

  test("that is deleted takes its pages with it, and a fetch that comes late makes none anew", async () => {
    show("/a");
    const site = await docs.addPage(`${root}/sitemap.xml`);
    await docs.fetch(site, services);
    const ids = await inTenant(docs.database.db, acme.id, async (trx) => markDeletingWithPages(trx, site));
    expect(ids).toHaveLength(2);
    expect(await docs.fetch(site, services)).toEqual({ outcome: "gone" });
    for (const id of ids) expect(await docs.remove(id)).toEqual({ outcome: "deleted" });
    expect(await docs.row({ documentId: site })).toBeUndefined();
    expect(await pagesOf(site)).toEqual([]);
  });

  test("that is packed, or an index of others, is read too; a hundred pages of it at most", async () => {
    const list = (from: number) =>
      `<urlset>${Array.from({ length: 80 }, (_, at) => `<url><loc>${root}/${from + at}</loc></url>`).join("")}</urlset>`;
    website.pages.set("/index.xml", {
      body: `<sitemapindex>${["/1.xml.gz", "/missing.xml", "/2.xml"].map((path) => `<sitemap><loc>${root}${path}</loc></sitemap>`).join("")}</sitemapindex>`,
      type: "text/xml",
    });
    website.pages.set("/1.xml.gz", { body: gzipSync(list(1_000)), type: "application/gzip" });
    website.pages.set("/2.xml", { body: list(2_000), type: "text/xml" });
    const site = await docs.addPage(`${root}/index.xml`);
    expect(await docs.fetch(site, services)).toEqual({ outcome: "site", pages: 100 });
  });

  test.each([
    ["without pages", "<urlset></urlset>", "text/xml", "sitemap-empty"],
    [
      "with others' pages only",
      "<urlset><url><loc>http://other.example/</loc></url></urlset>",
      "text/xml",
      "sitemap-empty",
    ],
    ["damaged", "<urlset><url></urlset>", "text/xml", "sitemap-damaged"],
    ["that unpacks to gigabytes", gzipSync(Buffer.alloc(30_000_000)), "application/gzip", "page-too-large"],
  ])("%s: it failed, in words for the shop owner", async (_how, body, type, code) => {
    website.pages.set("/sitemap.xml", { body, type });
    const site = await docs.addPage(`${root}/sitemap.xml`);
    expect(await docs.fetch(site, services)).toEqual({ outcome: "unreadable", code });
    expect(await docs.row({ documentId: site })).toMatchObject({ status: "failed", error_code: code });
  });
});
