import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seedData } from "../../../shared/db/seed-data.ts";
import { createTestApi, type TestApi } from "../testing/test-api.ts";

const [acme, globex] = seedData;
let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
});
afterAll(async () => api.close());

const newKey = (more: Record<string, unknown> = {}) => ({
  tenantId: acme.id,
  name: "Web shop",
  scopes: ["outlets:read"],
  ...more,
});

async function statusWith(secret: string, method: string, path: string, body?: unknown): Promise<number> {
  return (await api.ask(method, `/api/v1${path}`, { token: secret, ...(body === undefined ? {} : { body }) }))
    .status;
}

describe("an API key", () => {
  test("may do what its scopes say, in its own tenant, and nothing else", async () => {
    const { status, body } = await api.as("admin", "POST", "/api-keys", newKey());
    expect(status).toBe(201);
    expect(body.secret).toMatch(/^crm_[0-9a-f]{12}_[\w-]{43}$/);
    expect(await statusWith(body.secret, "GET", `/outlets/tenant/${acme.id}`)).toBe(200);
    expect(await statusWith(body.secret, "GET", `/outlets/${globex.outlet.id}`)).toBe(404);
    expect(await statusWith(body.secret, "GET", `/tenants/${acme.id}`)).toBe(403);
    expect(await statusWith(body.secret, "DELETE", `/outlets/${acme.outlet.id}`)).toBe(403);
    expect(await statusWith(body.secret, "POST", "/api-keys", newKey())).toBe(403);
  });

  test("is shown once: not in the list, not in the audit log, and stored as a hash", async () => {
    const { body } = await api.as("admin", "POST", "/api-keys", newKey());
    const secret = body.secret.split("_").slice(2).join("_");
    const listed = await api.as("admin", "GET", "/api-keys?limit=100");
    const log = await api.as("admin", "GET", "/audit-log?subjectType=api-key");
    const rows = await api.database.adminDb.selectFrom("api_keys").selectAll().execute();
    for (const text of [
      listed.text,
      log.text,
      JSON.stringify(rows),
      rows.map((row) => row.secret_sha256.toString("latin1")).join(""),
    ]) {
      expect(text).not.toContain(secret);
    }
    expect(listed.body.data.find(({ id }) => id === body.id)).toMatchObject({
      name: "Web shop",
      lastUsedAt: null,
      revokedAt: null,
    });
  });

  test("is refused as soon as it is revoked, and when its time is over", async () => {
    const { body } = await api.as("admin", "POST", "/api-keys", newKey());
    expect(await statusWith(body.secret, "GET", "/outlets")).toBe(200);
    expect((await api.as("agent", "DELETE", `/api-keys/${body.id}`)).status).toBe(403);
    expect((await api.as("other", "DELETE", `/api-keys/${body.id}`)).status).toBe(404);
    expect((await api.as("admin", "DELETE", `/api-keys/${body.id}`)).status).toBe(204);
    expect(await statusWith(body.secret, "GET", "/outlets")).toBe(401);
    expect((await api.as("operator", "DELETE", `/api-keys/${body.id}`)).status).toBe(204);

    const { body: short } = await api.as(
      "admin",
      "POST",
      "/api-keys",
      newKey({ expiresAt: new Date(Date.now() + 3_600_000).toISOString() }),
    );
    expect(await statusWith(short.secret, "GET", "/outlets")).toBe(200);
    await api.database.adminDb
      .updateTable("api_keys")
      .set({ expires_at: new Date() })
      .where("id", "=", short.id)
      .execute();
    expect(await statusWith(short.secret, "GET", "/outlets")).toBe(401);
  });

  test("with one character changed is none", async () => {
    const { body } = await api.as("admin", "POST", "/api-keys", newKey());
    const other = body.secret.endsWith("A") ? "B" : "A";
    expect(await statusWith(body.secret.slice(0, -1) + other, "GET", "/outlets")).toBe(401);
  });

  test("shows when it was used last", async () => {
    const { body } = await api.as("admin", "POST", "/api-keys", newKey());
    await statusWith(body.secret, "GET", "/outlets");
    const listed = await api.as("admin", "GET", "/api-keys?limit=100");
    expect(listed.body.data.find(({ id }) => id === body.id)).toMatchObject({
      lastUsedAt: expect.any(String),
    });
  });
});

describe("creating a key", () => {
  test.each([
    ["scopes.0", { scopes: ["users:write"] }],
    ["scopes.0", { scopes: ["everything"] }],
    ["scopes", { scopes: [] }],
    ["expiresAt", { expiresAt: "2020-01-01T00:00:00Z" }],
    ["name", { name: " " }],
  ])("with a wrong %s says which field", async (field, more) => {
    expect(await api.as("admin", "POST", "/api-keys", newKey(more))).toMatchObject({
      status: 400,
      body: { errors: [{ field }] },
    });
  });

  test("is for admins, in their own tenant", async () => {
    expect((await api.ask("POST", "/api/v1/api-keys", { body: newKey() })).status).toBe(401);
    expect((await api.as("agent", "POST", "/api-keys", newKey())).status).toBe(403);
    expect((await api.as("other", "POST", "/api-keys", newKey())).status).toBe(404);
    expect((await api.as("viewer", "GET", "/api-keys")).status).toBe(403);
    expect((await api.as("admin", "GET", `/api-keys?tenantId=${globex.id}`)).status).toBe(404);
  });

  test("repeated under one Idempotency-Key makes one key, and does not show its secret twice", async () => {
    const headers = { "idempotency-key": "make-me-one" };
    const first = await api.as("admin", "POST", "/api-keys", newKey({ name: "Once" }), headers);
    const again = await api.as("admin", "POST", "/api-keys", newKey({ name: "Once" }), headers);
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(again.body).toEqual({ ...first.body, secret: null });
    const kept = await api.database.adminDb.selectFrom("idempotency_keys").select("body").execute();
    expect(JSON.stringify(kept)).not.toContain(first.body.secret);
  });
});

describe("the audit log", () => {
  test("is an admin's, of the own tenant, and an operator says whose", async () => {
    expect((await api.as("agent", "GET", "/audit-log")).status).toBe(403);
    expect((await api.as("admin", "GET", `/audit-log?tenantId=${globex.id}`)).status).toBe(404);
    expect(await api.as("operator", "GET", "/audit-log")).toMatchObject({
      status: 400,
      body: { errors: [{ field: "tenantId" }] },
    });
    expect((await api.as("other", "GET", "/audit-log")).body.data).toEqual([]);
    expect((await api.ask("GET", "/api/v1/audit-log")).status).toBe(401);
  });

  test("comes newest first, page by page", async () => {
    const whole = (await api.as("admin", "GET", "/audit-log?limit=100")).body.data.map(({ id }) => id);
    expect(whole).toEqual(whole.toSorted().toReversed());
    const first = await api.as("admin", "GET", "/audit-log?limit=2");
    const second = await api.as("admin", "GET", `/audit-log?limit=2&cursor=${first.body.nextCursor}`);
    expect([...first.body.data, ...second.body.data].map(({ id }) => id)).toEqual(whole.slice(0, 4));
  });
});
