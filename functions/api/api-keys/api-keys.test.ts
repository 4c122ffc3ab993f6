import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createChat } from "../../../shared/testing/chat.ts";
import { seedData } from "../../../shared/testing/examples/seed-data.ts";
import { signInAs } from "../testing/sign-in-as.ts";
import { createTestApi, type TestApi } from "../testing/test-api.ts";
import { mostKeys } from "./create-api-key.ts";

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

describe("an API key ends with its owner", () => {
  /** An admin of one's own, with a key, and how the key fares. */
  async function ownedKey() {
    const email = `${randomUUID()}@acme.example`;
    const { body: user } = await api.as("admin", "POST", "/users", {
      tenantId: acme.id,
      email,
      role: "admin",
    });
    const token = await signInAs(api, { uid: String(user["firebaseUid"]), email });
    const scopes = ["outlets:read", "audit-log:read"];
    const { body } = await api.ask("POST", "/api/v1/api-keys", { token, body: newKey({ scopes }) });
    return {
      userId: user.id,
      keyId: body.id,
      fares: async (path = "/outlets") => statusWith(body.secret, "GET", path),
    };
  }

  test.each([
    ["disabled", async (id: string) => api.as("admin", "PUT", `/users/${id}/status`, { status: "disabled" })],
    ["deleted", async (id: string) => api.as("admin", "DELETE", `/users/${id}`)],
  ])("when that is %s, unless another admin takes it over", async (_how, end) => {
    const { userId, keyId, fares } = await ownedKey();
    expect(await fares()).toBe(200);
    expect((await end(userId)).status).toBeLessThan(300);
    expect(await fares()).toBe(401);
    expect((await api.as("agent", "PUT", `/api-keys/${keyId}/owner`)).status).toBe(403);
    expect((await api.as("other", "PUT", `/api-keys/${keyId}/owner`)).status).toBe(404);
    expect((await api.as("operator", "PUT", `/api-keys/${keyId}/owner`)).status).toBe(403);
    expect((await api.as("admin", "PUT", `/api-keys/${keyId}/owner`)).body).toMatchObject({
      ownerUserId: acme.users[0]?.id,
    });
    expect(await fares()).toBe(200);
  });

  test("and never does more than its owner may", async () => {
    const { userId, fares } = await ownedKey();
    expect(await fares("/audit-log")).toBe(200);
    await api.as("admin", "PUT", `/users/${userId}/role`, { role: "viewer" });
    expect(await fares("/audit-log")).toBe(403);
    expect(await fares()).toBe(200);
  });
});

describe("a key's address ranges", () => {
  test("let it in from there alone, by the address that our proxy saw", async () => {
    const allowedRanges = ["203.0.113.77/24", "2001:db8:5::/48", "198.51.100.7"];
    const { body } = await api.as("admin", "POST", "/api-keys", newKey({ allowedRanges }));
    expect(body["allowedRanges"]).toEqual(["203.0.113.0/24", "2001:db8:5::/48", "198.51.100.7/32"]);
    const from = async (address: string) =>
      (
        await api.ask("GET", "/api/v1/outlets", {
          token: body.secret,
          headers: { "x-forwarded-for": address },
        })
      ).status;
    for (const inside of ["203.0.113.1", "::ffff:203.0.113.9", "2001:db8:5:1::1", "198.51.100.7"])
      expect(await from(inside), inside).toBe(200);
    for (const outside of [
      "203.0.114.1",
      "203.0.113.1, 192.0.2.1",
      "2001:db8:6::1",
      "198.51.100.8",
      "unknown",
    ])
      expect(await from(outside), outside).toBe(401);
    expect(await statusWith(body.secret, "GET", "/outlets")).toBe(401);
  });

  test.each(["127.1", "203.0.113.0/33", "::ffff:1.2.3.4/120", "example.com", "1.2.3.4/24/24"])(
    "are none of %s",
    async (range) => {
      const refused = await api.as("admin", "POST", "/api-keys", newKey({ allowedRanges: [range] }));
      expect(refused).toMatchObject({ status: 400, body: { errors: [{ field: "allowedRanges.0" }] } });
    },
  );
});

describe("a rotated key", () => {
  const rotate = async (id: string, body: object = {}) =>
    api.as("admin", "POST", `/api-keys/${id}/rotation`, body);

  test("works with the new secret, and for the overlap with the one before", async () => {
    const { body: first } = await api.as("admin", "POST", "/api-keys", newKey());
    const { body: second } = await rotate(first.id);
    expect([second.id, second.secret.split("_")[1]]).toEqual([first.id, first.secret.split("_")[1]]);
    for (const secret of [first.secret, second.secret])
      expect(await statusWith(secret, "GET", "/outlets")).toBe(200);
    await api.database.adminDb
      .updateTable("api_keys")
      .set({ previous_until: new Date() })
      .where("id", "=", first.id)
      .execute();
    expect(await statusWith(first.secret, "GET", "/outlets")).toBe(401);
    expect(await statusWith(second.secret, "GET", "/outlets")).toBe(200);
  });

  test("has the secret of before end at once when asked to, and by a third", async () => {
    const { body: first } = await api.as("admin", "POST", "/api-keys", newKey());
    const { body: second } = await rotate(first.id, { overlapMinutes: 0 });
    expect(await statusWith(first.secret, "GET", "/outlets")).toBe(401);
    const { body: third } = await rotate(first.id);
    await rotate(first.id);
    expect(await statusWith(second.secret, "GET", "/outlets")).toBe(401);
    expect(await statusWith(third.secret, "GET", "/outlets")).toBe(200);
  });

  test("does not bring back a secret whose time was over, nor a revoked key", async () => {
    const { body: over } = await api.as("admin", "POST", "/api-keys", newKey());
    await api.database.adminDb
      .updateTable("api_keys")
      .set({ expires_at: new Date() })
      .where("id", "=", over.id)
      .execute();
    const { body: renewed } = await rotate(over.id);
    expect(await statusWith(over.secret, "GET", "/outlets")).toBe(401);
    expect(await statusWith(renewed.secret, "GET", "/outlets")).toBe(200);
    await api.as("admin", "DELETE", `/api-keys/${over.id}`);
    expect((await rotate(over.id)).status).toBe(409);
  });

  test("is in the audit log without its secrets, and shows the new one once", async () => {
    const { body: first } = await api.as("admin", "POST", "/api-keys", newKey());
    const headers = { "idempotency-key": randomUUID() };
    const path = `/api-keys/${first.id}/rotation`;
    const { body: second } = await api.as("admin", "POST", path, {}, headers);
    expect((await api.as("admin", "POST", path, {}, headers)).body).toEqual({ ...second, secret: null });
    const log = await api.as("admin", "GET", `/audit-log?subjectId=${first.id}&action=api-key.rotate`);
    expect(log.body.data).toHaveLength(1);
    for (const { secret } of [first, second]) expect(log.text).not.toContain(secret.slice(17));
  });
});

describe("what a key sends", () => {
  test("names the key, and what a user sends the user, also after the user is deleted", async () => {
    const email = `${randomUUID()}@acme.example`;
    const { body: user } = await api.as("admin", "POST", "/users", {
      tenantId: acme.id,
      email,
      role: "agent",
    });
    const token = await signInAs(api, { uid: String(user["firebaseUid"]), email });
    const { body: key } = await api.as("admin", "POST", "/api-keys", newKey({ scopes: ["messages:send"] }));
    const chat = await createChat(api.database.db, acme);
    await chat.customerWrites("Hello");
    const send = async (sender: string) =>
      (
        await api.ask("POST", "/api/v1/messages", {
          token: sender,
          body: {
            tenantId: acme.id,
            outletId: acme.outlet.id,
            to: { contactId: chat.contactId },
            message: { type: "text", text: "Hello" },
          },
        })
      ).body.id;
    const [byKey, byUser] = [await send(key.secret), await send(token)];
    await api.as("admin", "DELETE", `/users/${user.id}`);
    const senderOf = async (id: string) => (await api.as("agent", "GET", `/messages/${id}/sender`)).body;
    expect(await senderOf(byKey)).toMatchObject({
      apiKey: { id: key.id, name: "Web shop", ownerUserId: acme.users[0]?.id },
      user: null,
    });
    expect(await senderOf(byUser)).toMatchObject({ user: { id: user.id, displayName: null }, apiKey: null });
    expect((await api.as("other", "GET", `/messages/${byKey}/sender`)).status).toBe(404);
  });
});

describe("creating a key", () => {
  test.each([
    ["scopes.0", { scopes: ["users:write"] }],
    ["scopes.0", { scopes: ["everything"] }],
    ["scopes", { scopes: [] }],
    ["expiresAt", { expiresAt: "2020-01-01T00:00:00Z" }],
    ["expiresAt", { expiresAt: new Date(Date.now() + 2 * 366 * 86_400_000).toISOString() }],
    ["name", { name: " " }],
  ])("with a wrong %s says which field", async (field, more) => {
    expect(await api.as("admin", "POST", "/api-keys", newKey(more))).toMatchObject({
      status: 400,
      body: { errors: [{ field }] },
    });
  });

  test("without an end is for a year", async () => {
    const { body } = await api.as("admin", "POST", "/api-keys", newKey());
    const days = (Date.parse(String(body["expiresAt"])) - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBeOneOf([365, 366]);
  });

  test("of more than a tenant may have is refused, also at once by many", async () => {
    const make = async () => api.as("other", "POST", "/api-keys", newKey({ tenantId: globex.id }));
    const answers = await Promise.all(Array.from({ length: mostKeys + 3 }, make));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(mostKeys);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(3);
    await api.as("other", "DELETE", `/api-keys/${answers.find(({ status }) => status === 201)?.body.id}`);
    expect((await make()).status).toBe(201);
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
    const theirs = await api.as("other", "GET", "/audit-log?limit=100");
    expect(theirs.text).not.toContain(acme.id);
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
