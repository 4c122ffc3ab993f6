import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toJsonb } from "../../../shared/db/jsonb.ts";
import { seedData } from "../../../shared/testing/examples/seed-data.ts";
import { storeDocument } from "../../../shared/testing/knowledge.ts";
import { createTestApi, type TestApi } from "../testing/test-api.ts";

const [acme, globex] = seedData;
const base = `/knowledge-bases/${acme.knowledgeBase.id}`;
const origin = "https://console.example";
const file = { name: "prices.pdf", contentType: "application/pdf", sizeBytes: 11 };

let api: TestApi;
let delivery: string;

beforeAll(async () => {
  api = await createTestApi({ API_CORS_ORIGINS: origin });
  const passages = ["Delivery to Bandung costs Rp 25,000.", "The shop opens at 09:00."];
  delivery = await storeDocument(api, acme, "delivery.md", passages);
  await storeDocument(api, globex, "secret.md", ["Delivery to Bandung is a secret of Globex."]);
});
afterAll(async () => api.close());

async function stored(documentId: string): Promise<string> {
  const { adminDb } = api.database;
  const document = await adminDb
    .selectFrom("documents")
    .select("object_name")
    .where("id", "=", documentId)
    .executeTakeFirstOrThrow();
  const object = await api.services.objects.readFile(document.object_name, 1_000_000);
  return Buffer.from(object?.bytes ?? []).toString();
}

describe("a document", () => {
  test("is uploaded straight to the bucket, at the address that its creation gives", async () => {
    const { status, body } = await api.as("admin", "POST", `${base}/documents`, file);
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { name: "prices.pdf", status: "uploaded", isAnswering: false },
    });
    const url = String(body["uploadUrl"]);
    expect((await fetch(url, { method: "PUT", body: "%PDF-1.4 hi" })).status).toBe(200);
    expect(await stored(body.id)).toBe("%PDF-1.4 hi");
    expect((await api.as("viewer", "GET", `${base}/documents`)).body.data.map(({ id }) => id)).toContain(
      body.id,
    );
  });

  test("may be uploaded by a page of the console", async () => {
    const { body } = await api.as("admin", "POST", `${base}/documents`, file, { origin });
    const headers = { origin, "access-control-request-method": "PUT" };
    const preflight = await fetch(String(body["uploadUrl"]), { method: "OPTIONS", headers });
    expect(preflight.headers.get("access-control-allow-origin")).toBe(origin);
  });

  test("is downloaded by a link for a few minutes, under its name, and shown only as what can do no harm", async () => {
    const asFile = async (more: object, bytes: string) => {
      const { body } = await api.as("admin", "POST", `${base}/documents`, {
        ...file,
        ...more,
        sizeBytes: bytes.length,
      });
      expect((await api.as("viewer", "GET", `/documents/${body.id}/download`)).status).toBe(409);
      await fetch(String(body["uploadUrl"]), { method: "PUT", body: bytes });
      const link = await api.as("viewer", "GET", `/documents/${body.id}/download`);
      expect(link).toMatchObject({ status: 200, body: { sizeBytes: bytes.length } });
      const answer = await fetch(String(link.body["url"]));
      expect(await answer.text()).toBe(bytes);
      return [answer.headers.get("content-type"), answer.headers.get("content-disposition")];
    };
    expect(await asFile({}, "%PDF-1.4")).toEqual(["application/pdf", "inline; filename=prices.pdf"]);
    expect(await asFile({ name: "faq.html", contentType: "text/html" }, "<h1>")).toEqual([
      "application/octet-stream",
      "attachment; filename=faq.html",
    ]);
  });

  test.each([
    ["name", { name: "virus.exe" }],
    ["sizeBytes", { sizeBytes: 51 * 1024 * 1024 }],
    ["contentType", { contentType: "pdf" }],
  ])("of a wrong %s is refused before anything is uploaded", async (field, wrong) => {
    const answer = await api.as("admin", "POST", `${base}/documents`, { ...file, ...wrong });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field }] } });
  });

  test("of questions with answers is put into the bucket for the ingester", async () => {
    const pairs = [{ question: "Do you ship?", answer: "Yes." }];
    const { status, body } = await api.as("admin", "POST", `${base}/pairs`, { name: "May", pairs });
    expect(status).toBe(201);
    expect(JSON.parse(await stored(body.id))).toEqual(pairs);
    expect((await api.as("admin", "POST", `/documents/${body.id}/reingest`, {})).status).toBe(202);
  });

  test("shows the passages that it was cut into", async () => {
    const { body } = await api.as("viewer", "GET", `/documents/${delivery}/chunks?limit=1`);
    expect(body).toMatchObject({
      data: [{ index: 0, text: "Delivery to Bandung costs Rp 25,000." }],
      nextCursor: expect.any(String),
    });
    const next = await api.as(
      "viewer",
      "GET",
      `/documents/${delivery}/chunks?limit=1&cursor=${body.nextCursor}`,
    );
    expect(next.body.data).toMatchObject([{ index: 1 }]);
  });

  test("says what its reading left out, why and where, and whether that was for its length", async () => {
    const warnings = [
      { code: "pages-without-text", count: 2, pages: [3, 4] },
      { code: "rows-past-limit", count: 70 },
    ];
    await api.database.adminDb
      .updateTable("documents")
      .set({ warnings: toJsonb(warnings) })
      .where("id", "=", delivery)
      .execute();
    const { body } = await api.as("viewer", "GET", `/documents/${delivery}`);
    expect(body).toMatchObject({
      isTruncated: true,
      warnings: [
        { ...warnings[0], message: expect.stringContaining("Pages 3–4") },
        { ...warnings[1], pages: [], message: expect.stringContaining("70 rows") },
      ],
    });
  });

  test("is deleted by an admin, stops answering at once, and the ingester is told", async () => {
    const id = await storeDocument(api, acme, "old.md", ["Camels are for rent."]);
    expect((await api.as("agent", "DELETE", `/documents/${id}`)).status).toBe(403);
    expect((await api.as("admin", "DELETE", `/documents/${id}`)).status).toBe(204);
    expect((await api.as("admin", "GET", `/documents/${id}`)).body).toMatchObject({
      status: "deleting",
      isAnswering: false,
    });
    const found = await api.as("admin", "POST", `${base}/search`, { question: "camels for rent" });
    expect(found.text).not.toContain("Camels");
    expect(api.services.bus.of("document.deleted").map(({ data }) => data.documentId)).toEqual([id]);
  });

  test("of another tenant is not there", async () => {
    for (const path of ["", "/chunks", "/download"].map((end) => `/documents/${delivery}${end}`)) {
      expect((await api.as("other", "GET", path)).status, path).toBe(404);
    }
    expect((await api.as("other", "DELETE", `/documents/${delivery}`)).status).toBe(404);
  });
});

describe("a knowledge base", () => {
  test("is searched: the nearest passage first, with its place and score, and never another tenant's", async () => {
    const { body } = await api.as("viewer", "POST", `${base}/search`, {
      question: "What does delivery to Bandung cost?",
    });
    expect(body.data[0]).toMatchObject({
      documentId: delivery,
      title: "delivery.md",
      score: expect.any(Number),
    });
    expect(JSON.stringify(body)).not.toContain("Globex");
  });

  test("made anew holds nothing, and an outlet that answers from it alone finds nothing", async () => {
    const { body: made } = await api.as("admin", "POST", "/knowledge-bases", {
      tenantId: acme.id,
      name: "Wholesale",
    });
    const found = await api.as("admin", "POST", `/knowledge-bases/${made.id}/search`, {
      question: "delivery",
    });
    expect(found.body.data).toEqual([]);
    const assigned = await api.as("admin", "PUT", `/outlets/${acme.outlet.id}/knowledge-bases`, {
      knowledgeBaseIds: [made.id],
    });
    expect(assigned).toMatchObject({ status: 200, body: { knowledgeBaseIds: [made.id] } });
    const theirs = { knowledgeBaseIds: [globex.knowledgeBase.id] };
    expect((await api.as("admin", "PUT", `/outlets/${acme.outlet.id}/knowledge-bases`, theirs)).status).toBe(
      404,
    );
    const again = await api.as("admin", "POST", "/knowledge-bases", { tenantId: acme.id, name: "Wholesale" });
    expect(again.status).toBe(409);
  });
});
