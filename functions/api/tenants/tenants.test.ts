import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seedData } from "../../../shared/testing/examples/seed-data.ts";
import { createTestApi, type TestApi, testProject } from "../testing/test-api.ts";

const [acme, globex] = seedData;
let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
});
afterAll(async () => api.close());

const newTenant = (slug: string, more: Record<string, unknown> = {}) => ({
  name: "Kopi Kita",
  slug,
  contactEmail: "Owner@Kopi.example",
  llmTone: { tone: "friendly", language: "Indonesian", emoji: false },
  ...more,
});

describe("creating a tenant", () => {
  test("gives it as it was stored, where it is, and its version", async () => {
    const created = await api.as("operator", "POST", "/tenants", newTenant("kopi-kita"));
    expect(created).toMatchObject({
      status: 201,
      body: {
        name: "Kopi Kita",
        slug: "kopi-kita",
        contactEmail: "owner@kopi.example",
        status: "active",
        llmTone: { tone: "friendly", language: "Indonesian", emoji: false },
        version: 1,
      },
    });
    expect(created.headers.get("etag")).toBe('"1"');
    expect(created.headers.get("location")).toBe(`/api/v1/tenants/${created.body.id}`);
    const read = await api.as("operator", "GET", `/tenants/${created.body.id}`);
    expect(read.body).toEqual(created.body);
    expect((await api.as("operator", "GET", "/tenants/slug/kopi-kita")).body).toEqual(created.body);
  });

  test("with an Identity Platform tenant of its own, and nobody else's", async () => {
    const create = async (slug: string, firebaseTenantId: string) =>
      api.as("operator", "POST", "/tenants", { ...newTenant(slug), firebaseTenantId });
    const answer = await fetch(
      `http://${api.authHost}/identitytoolkit.googleapis.com/v2/projects/${testProject}/tenants`,
      {
        method: "POST",
        headers: { "content-type": "application/json", authorization: "Bearer owner" },
        body: JSON.stringify({ displayName: "shop", allowPasswordSignup: true }),
      },
    );
    const pool = String(((await answer.json()) as { name: string }).name.split("/").at(-1));
    const wrong = { errors: [{ field: "firebaseTenantId" }] };
    expect(await create("pool-one", "no pool")).toMatchObject({ status: 400, body: wrong });
    const created = await create("pool-one", pool);
    expect(created).toMatchObject({ status: 201, body: { firebaseTenantId: pool } });
    expect(await create("pool-two", pool)).toMatchObject({ status: 409, body: wrong });
    const tenantId = created.body.id;
    const admin = { tenantId, email: "owner@pool.example", role: "admin" };
    const { body: user } = await api.as("operator", "POST", "/users", admin);
    const uid = String(user["firebaseUid"]);
    expect(await api.services.identity.ofPool(pool).findAccount({ uid })).toMatchObject({
      claims: { tenantId },
    });
    expect(await api.services.identity.findAccount({ uid })).toBeUndefined();
  });

  test("with a slug that is taken is a conflict that names the field", async () => {
    const taken = await api.as("operator", "POST", "/tenants", newTenant(globex.slug));
    expect(taken).toMatchObject({ status: 409, body: { code: "conflict", errors: [{ field: "slug" }] } });
  });

  test.each([
    ["slug", "Acme"],
    ["slug", "a--b"],
    ["slug", "-ab"],
    ["slug", "ab"],
    ["slug", "x".repeat(64)],
    ["name", ""],
    ["name", "a\0b"],
    ["name", "\ud800"],
    ["contactEmail", "nobody"],
    ["llmTone", { nested: { a: 1 } }],
    ["llmTone", Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`k${index}`, 1]))],
    ["timeZone", "Mars/Olympus"],
    ["defaultLanguage", "not a language"],
  ])("with a wrong %s (%j) says which field", async (field, value) => {
    const refused = await api.as("operator", "POST", "/tenants", newTenant("some-slug", { [field]: value }));
    expect(refused).toMatchObject({ status: 400, body: { code: "invalid" } });
    expect(refused.body.errors.map((error) => error.field.split(".")[0])).toEqual([field]);
  });

  test("takes a signed-in operator", async () => {
    expect((await api.ask("POST", "/api/v1/tenants", { body: newTenant("no-token") })).status).toBe(401);
    expect((await api.as("admin", "POST", "/tenants", newTenant("by-an-admin"))).status).toBe(403);
  });
});

describe("reading tenants", () => {
  test("shows each their own, and another's as not there", async () => {
    for (const asker of ["admin", "agent", "viewer"] as const) {
      expect((await api.as(asker, "GET", `/tenants/${acme.id}`)).body).toMatchObject({ slug: "acme" });
      expect((await api.as(asker, "GET", `/tenants/slug/${acme.slug}`)).status).toBe(200);
      expect((await api.as(asker, "GET", `/tenants/${globex.id}`)).status).toBe(404);
      expect((await api.as(asker, "GET", `/tenants/slug/${globex.slug}`)).status).toBe(404);
      expect((await api.as(asker, "GET", "/tenants")).body.data.map(({ id }) => id)).toEqual([acme.id]);
    }
  });

  test("gives an operator all of them, page by page, each once and in a stable order", async () => {
    for (let count = 0; count < 3; count += 1)
      await api.as("operator", "POST", "/tenants", newTenant(`paged-${count}`));
    const whole = (await api.as("operator", "GET", "/tenants?limit=100")).body.data.map(({ id }) => id);
    const paged: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await api.as(
        "operator",
        "GET",
        `/tenants?limit=2${cursor === null ? "" : `&cursor=${cursor}`}`,
      );
      expect(page.body.data.length).toBeGreaterThan(0);
      paged.push(...page.body.data.map(({ id }) => id));
      cursor = page.body.nextCursor;
    } while (cursor !== null);
    expect(paged).toEqual(whole);
    expect(whole).toEqual(whole.toSorted());
    expect(whole).toContain(acme.id);
  });

  test("refuses a cursor that it has not given", async () => {
    const refused = await api.as("operator", "GET", "/tenants?cursor=bm90IG91cnM");
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ field: "cursor" }] } });
  });
});

describe("changing a tenant", () => {
  test("changes what is given, leaves the rest, raises the version, and is in the audit log", async () => {
    const before = (await api.as("admin", "GET", `/tenants/${acme.id}`)).body;
    const changed = await api.as("admin", "PUT", `/tenants/${acme.id}`, { name: "Acme Mountain" });
    expect(changed.body).toEqual({
      ...before,
      name: "Acme Mountain",
      version: before.version + 1,
      updatedAt: expect.any(String),
    });
    const log = await api.as("admin", "GET", "/audit-log?action=tenant.update&limit=1");
    expect(log.body.data).toMatchObject([
      {
        actorType: "user",
        actorId: acme.users[0]?.id,
        subjectId: acme.id,
        before: { name: before["name"] },
        after: { name: "Acme Mountain" },
        requestId: changed.headers.get("x-request-id"),
      },
    ]);
  });

  test("is refused with 412 when it was meant for an older version, by header or body, and changes nothing", async () => {
    const { version } = (await api.as("admin", "GET", `/tenants/${acme.id}`)).body;
    const stale = [
      await api.as(
        "admin",
        "PUT",
        `/tenants/${acme.id}`,
        { name: "Late" },
        { "if-match": `"${version - 1}"` },
      ),
      await api.as("admin", "PUT", `/tenants/${acme.id}`, { name: "Late" }, { "if-match": `W/"${version}"` }),
      await api.as("admin", "PUT", `/tenants/${acme.id}`, { name: "Late", version: version + 1 }),
    ];
    for (const refused of stale) {
      expect(refused).toMatchObject({ status: 412, body: { code: "precondition-failed" } });
      expect(refused.headers.get("etag")).toBe(`"${version}"`);
    }
    expect((await api.as("admin", "GET", `/tenants/${acme.id}`)).body).toMatchObject({ version });
    const meant = await api.as(
      "admin",
      "PUT",
      `/tenants/${acme.id}`,
      { name: "Acme" },
      { "if-match": `"0", "${version}"` },
    );
    expect(meant).toMatchObject({ status: 200, body: { version: version + 1 } });
  });

  test("at once by several for the same version is done for one of them", async () => {
    const { version } = (await api.as("admin", "GET", `/tenants/${acme.id}`)).body;
    const tries = Array.from({ length: 5 }, async (_, index) =>
      api.as("admin", "PUT", `/tenants/${acme.id}`, { name: `Acme ${index}`, version }),
    );
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([200, 412, 412, 412, 412]);
  });

  test("leaves the slug as it is, and the status to operators", async () => {
    const path = `/tenants/${acme.id}`;
    expect((await api.as("operator", "PUT", path, { slug: "other-slug" })).body.errors).toMatchObject([
      { field: "slug" },
    ]);
    expect((await api.as("operator", "PUT", path, { slug: acme.slug })).status).toBe(200);
    expect((await api.as("admin", "PUT", path, { status: "suspended" })).status).toBe(403);
    expect((await api.as("admin", "PUT", path, { status: "active" })).status).toBe(200);
  });

  test("is an admin's, and of nobody else's tenant", async () => {
    expect((await api.as("agent", "PUT", `/tenants/${acme.id}`, { name: "X" })).status).toBe(403);
    expect((await api.as("other", "PUT", `/tenants/${acme.id}`, { name: "X" })).status).toBe(404);
  });

  test("gives the bot another tone, whole or in part", async () => {
    const path = `/tenants/${acme.id}/llm-config`;
    const whole = await api.as("admin", "PUT", path, {
      llmTone: { tone: "formal", emoji: false },
      llmConfig: { notices: { handoff: "Wait." } },
    });
    expect(whole.body).toMatchObject({
      llmTone: { tone: "formal", emoji: false },
      llmConfig: { notices: { handoff: "Wait." } },
    });
    const part = await api.as("admin", "PUT", path, { language: "Javanese" });
    expect(part.body).toMatchObject({
      llmTone: { tone: "formal", emoji: false, language: "Javanese" },
      llmConfig: { notices: { handoff: "Wait." } },
    });
    expect((await api.as("admin", "PUT", path, {})).status).toBe(400);
    expect((await api.as("viewer", "PUT", path, { tone: "x" })).status).toBe(403);
    expect((await api.as("other", "PUT", path, { tone: "x" })).status).toBe(404);
  });
});

describe("the model of a tenant's answers", () => {
  const path = `/tenants/${acme.id}/llm-config`;

  test("is one of those that are declared and live", async () => {
    const { body } = await api.as("admin", "GET", "/llm/models");
    expect(body.data).toContainEqual(expect.objectContaining({ name: "gpt-6-luna", isDefault: true }));
    expect(body.data).not.toContainEqual(expect.objectContaining({ name: "text-embedding-3-small" }));
    expect((await api.as("admin", "PUT", path, { llmConfig: { model: "gpt-6-luna" } })).status).toBe(200);
  });

  test.each(["gpt-9", "text-embedding-3-small", "constructor"])("is not %s", async (model) => {
    expect(await api.as("admin", "PUT", path, { llmConfig: { model } })).toMatchObject({
      status: 400,
      body: { code: "invalid", errors: [{ field: "llmConfig.model" }] },
    });
  });

  test("is not one that has ended, whatever day was declared", async () => {
    await api.database.adminDb
      .insertInto("model_ends")
      .values({ model: "gpt-4o-mini", ends_on: "2020-01-01" })
      .execute();
    const refused = await api.as("admin", "PUT", path, { llmConfig: { model: "gpt-4o-mini" } });
    const errors = [{ field: "llmConfig.model", message: expect.stringContaining("gpt-6-luna") }];
    expect(refused).toMatchObject({ status: 400, body: { errors } });
    const { body } = await api.as("admin", "GET", "/llm/models");
    expect(body.data).not.toContainEqual(expect.objectContaining({ name: "gpt-4o-mini" }));
    await api.database.adminDb.deleteFrom("model_ends").execute();
  });
});

describe("a suspended tenant", () => {
  test("is shut to its own people until an operator lets it go on", async () => {
    const path = `/tenants/${globex.id}`;
    expect((await api.as("operator", "PUT", path, { status: "suspended" })).status).toBe(200);
    expect(await api.as("other", "GET", path)).toMatchObject({
      status: 403,
      body: { code: "tenant-suspended" },
    });
    expect(
      (await api.as("operator", "GET", "/tenants?status=suspended")).body.data.map(({ id }) => id),
    ).toEqual([globex.id]);
    expect((await api.as("operator", "PUT", path, { status: "active" })).status).toBe(200);
    expect((await api.as("other", "GET", path)).status).toBe(200);
  });
});

describe("erasing a tenant", () => {
  test("takes an operator and a confirmation, then shuts it at once and for good", async () => {
    const { body: tenant } = await api.as("operator", "POST", "/tenants", newTenant("to-be-erased"));
    const path = `/tenants/${tenant.id}`;
    for (const unconfirmed of [path, `${path}?confirm=${acme.slug}`]) {
      const asked = await api.as("operator", "DELETE", unconfirmed);
      expect(asked).toMatchObject({ status: 428, body: { code: "confirmation-required" } });
      expect(asked.body.detail).toContain("?confirm=to-be-erased");
    }
    expect((await api.as("operator", "GET", path)).body).toMatchObject({ status: "active" });
    expect(await api.as("operator", "DELETE", `${path}?confirm=to-be-erased`)).toMatchObject({
      status: 202,
      body: { status: "erasing" },
    });
    expect((await api.as("operator", "DELETE", `${path}?confirm=to-be-erased`)).status).toBe(202);
    expect((await api.as("operator", "PUT", path, { status: "active" })).status).toBe(409);
    const log = await api.as("operator", "GET", `/audit-log?tenantId=${tenant.id}&limit=1`);
    expect(log.body.data).toMatchObject([{ actorType: "operator", action: "tenant.erasure-requested" }]);
  });

  test("is nothing for an admin, nor possible for what is not there", async () => {
    expect((await api.as("admin", "DELETE", `/tenants/${acme.id}?confirm=${acme.slug}`)).status).toBe(403);
    expect((await api.as("operator", "DELETE", "/tenants/01900000-0000-7000-8000-0000000fffff")).status).toBe(
      404,
    );
  });
});
