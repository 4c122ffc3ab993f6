import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordUnanswered } from "../../shared/knowledge/queries/unanswered-questions.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { createChat } from "../../shared/testing/chat.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { type Asker, createTestApi, type TestApi } from "./testing/test-api.ts";

const [acme] = seedData;
let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
  for (const name of ["one", "two", "three"]) {
    await api.as("admin", "POST", "/knowledge-bases", { name });
    await api.as("admin", "POST", "/api-keys", { name, scopes: ["audit-log:read"] });
  }
});
afterAll(async () => api.close());

/** Everything of the listing, in pages of so many; `key` tells its items apart. */
async function readAll(
  asker: Asker,
  path: string,
  { limit = 2, key = (item: Record<string, unknown>): unknown => item["id"] } = {},
): Promise<unknown[]> {
  const items: unknown[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const query = `${path.includes("?") ? "&" : "?"}limit=${limit}${cursor === "" ? "" : `&cursor=${cursor}`}`;
    const { status, body, text } = await api.as(asker, "GET", path + query);
    expect(status, text).toBe(200);
    expect(body.data.length).toBeLessThanOrEqual(limit);
    items.push(...body.data.map(key));
    cursor = body.nextCursor;
  }
  return items;
}

describe.each(["/outlets", "/users", "/api-keys", "/audit-log", "/knowledge-bases", "/tenants"])(
  "GET %s",
  (path) => {
    test("shows the same page by page, forwards and backwards", async () => {
      const forwards = await readAll("admin", `${path}?order=asc`);
      expect(forwards.length).toBeGreaterThan(0);
      expect(forwards).toEqual(forwards.toSorted());
      expect(await readAll("admin", `${path}?order=desc`)).toEqual(forwards.toReversed());
    });

    test("shows only what was made within the times that are asked for", async () => {
      const all = await readAll("admin", `${path}?order=asc`, { limit: 100 });
      const soon = new Date(Date.now() + 60_000).toISOString();
      expect(await readAll("admin", `${path}?order=asc&createdTo=${soon}`)).toEqual(all);
      expect(await readAll("admin", `${path}?createdFrom=${soon}`)).toEqual([]);
      expect(await readAll("admin", `${path}?createdTo=2000-01-01T00:00:00Z`)).toEqual([]);
    });
  },
);

test.each(["/outlets", "/users", "/api-keys", "/tenants"])(
  "an operator reads %s of all tenants page by page in either order, each item once",
  async (path) => {
    const ids = await readAll("operator", `${path}?order=asc`, { limit: 100 });
    expect((await readAll("operator", `${path}?order=desc`, { limit: 1 })).toSorted()).toEqual(
      ids.toSorted(),
    );
    const soon = new Date(Date.now() + 60_000).toISOString();
    expect(await readAll("operator", `${path}?createdFrom=${soon}`)).toEqual([]);
  },
);

test("all unanswered questions are reached, the most asked first, also of those asked equally often", async () => {
  const { db } = api.database;
  const chat = await createChat(db, acme);
  for (const [topic, times] of Object.entries({ tents: 2, camels: 1, llamas: 1, boats: 3, sledges: 1 }))
    for (let asked = 0; asked < times; asked += 1) {
      const { id: messageId } = await chat.customerWrites(topic);
      const question = {
        messageId,
        question: `Do you rent ${topic}?`,
        clusterKey: topic,
        reason: "no-answer",
      };
      await inTenant(db, acme.id, async (trx) => recordUnanswered(trx, question));
    }
  const counts = await readAll("viewer", "/unanswered-questions", { limit: 2, key: ({ count }) => count });
  expect(counts).toEqual([3, 2, 1, 1, 1]);
  const ids = await readAll("viewer", "/unanswered-questions", { limit: 1 });
  expect(new Set(ids).size).toBe(5);
});

test("usage comes in pages, each day, meter and outlet once", async () => {
  const path = `/billing/tenants/${acme.id}/usage`;
  for (const outletId of [undefined, acme.outlet.id])
    for (const occurredAt of ["2026-01-01T12:00:00Z", "2026-01-02T12:00:00Z"])
      await api.as("operator", "POST", path, { meter: "storage.bytes", quantity: 3, outletId, occurredAt });
  const days = "?from=2025-12-30&to=2026-01-05";
  const key = (item: Record<string, unknown>) => `${String(item["day"])} ${String(item["outletId"])}`;
  const rows = await readAll("admin", path + days, { limit: 1, key });
  expect(rows).toHaveLength(4);
  expect(rows).toEqual(await readAll("admin", path + days, { limit: 100, key }));
});

test("what is nobody's word is refused as a filter", async () => {
  for (const query of ["/audit-log?action=nonsense", "/outlets?order=up", "/users?createdFrom=yesterday"])
    expect((await api.as("admin", "GET", query)).status, query).toBe(400);
});

test("whoever belongs to one tenant need not name it; an operator must", async () => {
  const made = await api.as("admin", "POST", "/knowledge-bases", { name: "Ours" });
  expect(made.status).toBe(201);
  const key = { name: "k", scopes: ["audit-log:read"] };
  expect((await api.as("admin", "POST", "/api-keys", key)).body["tenantId"]).toBe(acme.id);
  const refused = await api.as("operator", "POST", "/users", { email: "x@acme.example", role: "viewer" });
  expect(refused).toMatchObject({
    status: 400,
    body: { errors: [{ field: "tenantId", code: "missing", in: "body" }] },
  });
});
