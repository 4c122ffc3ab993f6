import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seedData } from "../../../shared/testing/examples/seed-data.ts";
import { createTestApi, type TestApi } from "../testing/test-api.ts";

const [acme] = seedData;
const pages = `/knowledge-bases/${acme.knowledgeBase.id}/pages`;

let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
});
afterAll(async () => api.close());

function requested(documentId: string): number {
  return api.services.bus.of("document.requested").filter(({ data }) => data.documentId === documentId)
    .length;
}

async function add(url: string): Promise<string> {
  const { status, body } = await api.as("admin", "POST", pages, { url });
  expect(status).toBe(201);
  return body.id;
}

describe("a web page", () => {
  test("becomes a document, which the ingester is asked to fetch", async () => {
    const { status, body } = await api.as("admin", "POST", pages, {
      url: "https://shop.example/prices#tents",
    });
    expect({ status, body }).toMatchObject({
      status: 201,
      body: {
        name: "shop.example/prices",
        url: "https://shop.example/prices",
        source: "url",
        status: "uploaded",
        siteDocumentId: null,
        progress: { stage: null, pages: null, chunks: null, embeddedChunks: 0 },
      },
    });
    expect(requested(body.id)).toBe(1);
  });

  test.each([
    "shop.example/prices",
    "ftp://shop.example/",
    "http://shop.example:8080/",
    "https://owner:secret@shop.example/",
    "javascript:alert(1)",
    "",
    `https://shop.example/${"a".repeat(3_000)}`,
  ])("is refused where its address is none of the web: %s", async (url) => {
    const answer = await api.as("admin", "POST", pages, { url });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: "url" }] } });
  });

  test("is read again by being fetched again", async () => {
    const id = await add("https://shop.example/again");
    expect((await api.as("admin", "POST", `/documents/${id}/reingest`, {})).status).toBe(202);
    expect(requested(id)).toBe(2);
    expect((await api.as("viewer", "POST", `/documents/${id}/reingest`, {})).status).toBe(403);
    expect((await api.as("other", "POST", `/documents/${id}/reingest`, {})).status).toBe(404);
    expect(requested(id)).toBe(2);
  });

  test("is added by an admin only, to a knowledge base of its own tenant", async () => {
    const body = { url: "https://shop.example/" };
    expect((await api.ask("POST", `/api/v1${pages}`, { body })).status).toBe(401);
    expect((await api.as("viewer", "POST", pages, body)).status).toBe(403);
    expect((await api.as("other", "POST", pages, body)).status).toBe(404);
  });
});

test("a sitemap that is deleted stops answering with all of its pages, and the ingester is told of each", async () => {
  const site = await add("https://shop.example/sitemap.xml");
  const page = await add("https://shop.example/a");
  const other = await add("https://shop.example/b");
  await api.database.adminDb
    .updateTable("documents")
    .set({ site_document_id: site, generation: 7 })
    .where("id", "=", page)
    .execute();
  expect((await api.as("admin", "DELETE", `/documents/${site}`)).status).toBe(204);
  const deleted = api.services.bus.of("document.deleted").map(({ data }) => data.documentId);
  expect(deleted.toSorted()).toEqual([site, page].toSorted());
  expect((await api.as("viewer", "GET", `/documents/${page}`)).body).toMatchObject({
    status: "deleting",
    isAnswering: false,
    siteDocumentId: site,
  });
  expect((await api.as("viewer", "GET", `/documents/${other}`)).body).toMatchObject({ status: "uploaded" });
});
