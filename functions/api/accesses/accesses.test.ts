import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { seedData, seedOperator } from "../../../shared/testing/examples/seed-data.ts";
import { createMail } from "../../../shared/tenants/mail.ts";
import { createTestApi, type TestApi } from "../testing/test-api.ts";

const [acme, globex] = seedData;
const path = `/tenants/${acme.id}/accesses`;
const knowledge = `/knowledge-bases/${acme.knowledgeBase.id}/documents`;
let folder: string;
let api: TestApi;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "accesses-"));
  api = await createTestApi({ MAIL_URL: pathToFileURL(folder).href });
});
afterEach(async () => {
  for (const file of await readdir(folder)) await rm(join(folder, file));
});
afterAll(async () => {
  await api.close();
  await rm(folder, { recursive: true });
});

const look = async (headers?: Record<string, string>, at = knowledge) =>
  api.as("operator", "GET", at, undefined, headers);

describe("an operator", () => {
  test("sees nothing that is a tenant's own, and hears how to open an access", async () => {
    expect(await look()).toMatchObject({
      status: 403,
      body: { code: "forbidden", detail: expect.stringContaining("open an access") as string },
    });
  });

  test("makes no key of a tenant, during an access either", async () => {
    const key = { tenantId: acme.id, name: "Way in", scopes: ["knowledge:read"] };
    expect((await api.as("operator", "POST", "/api-keys", key)).status).toBe(403);
    const access = await api.openAccess(acme.id);
    expect((await api.as("operator", "POST", "/api-keys", key, access)).status).toBe(403);
  });

  test("makes a tenant's first admin, and no user after it", async () => {
    const tenant = { name: "New", slug: "new-shop", contactEmail: "owner@new.example" };
    const tenantId = (await api.as("operator", "POST", "/tenants", tenant)).body.id;
    const user = (role: string, email: string) =>
      api.as("operator", "POST", "/users", { tenantId, email, role });
    expect((await user("viewer", "first@new.example")).status).toBe(409);
    const both = await Promise.all([user("admin", "one@new.example"), user("admin", "two@new.example")]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    expect((await user("admin", "me@operators.example")).status).toBe(409);
  });

  test("does not become a tenant's admin by moving its contact address, its admins' roles or states", async () => {
    const admin = acme.users[0];
    const access = await api.openAccess(acme.id);
    for (const headers of [undefined, access]) {
      const moved = { contactEmail: "me@operators.example" };
      expect((await api.as("operator", "PUT", `/tenants/${acme.id}`, moved, headers)).status).toBe(409);
      const mine = { tenantId: acme.id, email: "me@operators.example", role: "admin" };
      expect((await api.as("operator", "POST", "/users", mine, headers)).status).toBe(409);
    }
    const disabled = { status: "disabled" };
    const last = await api.as("operator", "PUT", `/users/${admin?.id}/status`, disabled, access);
    expect(last).toMatchObject({ status: 409, body: { detail: "The tenant would have no admin left." } });
  });

  test("lets a tenant whose admins are gone in again: an admin of its contact address, during an access", async () => {
    const user = { tenantId: globex.id, email: globex.contactEmail, role: "admin" };
    expect((await api.as("operator", "POST", "/users", user)).status).toBe(409);
    const access = await api.openAccess(globex.id);
    expect((await api.as("operator", "POST", "/users", user, access)).status).toBe(201);
  });
});

describe("an access", () => {
  test("is told to the tenant's admins and contact, with who, why and until when", async () => {
    const opened = await api.as("operator", "POST", path, { reason: "Ticket 4711", minutes: 30 });
    expect(opened.status).toBe(201);
    const expiresAt = String(opened.body["expiresAt"]);
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(1_800_000);
    const [file = ""] = await readdir(folder);
    const mail = await readFile(join(folder, file), "utf8");
    for (const told of [acme.users[0]?.email, acme.contactEmail, seedOperator.email, "Ticket 4711"])
      expect(mail).toContain(told);
    expect(mail).toContain(expiresAt.slice(0, 13).replace("T", " "));
  });

  test("opens what is the tenant's own, for this tenant alone", async () => {
    const access = await api.openAccess(acme.id);
    expect((await look(access)).status).toBe(200);
    expect((await look(access, `/knowledge-bases/${globex.knowledgeBase.id}/documents`)).status).toBe(404);
    expect((await look(access, `/tenants/${globex.id}`)).status).toBe(404);
    expect((await look(access, "/outlets")).body.data.map(({ tenantId }) => tenantId)).toEqual([acme.id]);
  });

  test("is in the tenant's audit log: its opening, each request, its end", async () => {
    const access = await api.openAccess(acme.id);
    await look(access);
    await api.as("admin", "DELETE", `${path}/${access["x-tenant-access"]}`);
    const log = await api.as("admin", "GET", `/audit-log?subjectId=${access["x-tenant-access"]}`);
    expect(log.body.data).toMatchObject([
      { action: "access.end", actorType: "user" },
      { action: "access.use", actorType: "operator", after: { request: `GET /api/v1${knowledge}` } },
      { action: "access.open", actorType: "operator", after: { reason: "A ticket" } },
    ]);
    const listed = await api.as("admin", "GET", `${path}?limit=1`);
    expect(listed.body.data).toMatchObject([{ id: access["x-tenant-access"], reason: "A ticket" }]);
  });

  test("is over when somebody ends it, and after its time", async () => {
    const [ended, late] = [await api.openAccess(acme.id), await api.openAccess(acme.id)];
    expect((await api.as("other", "DELETE", `${path}/${ended["x-tenant-access"]}`)).status).toBe(404);
    expect((await api.as("admin", "DELETE", `${path}/${ended["x-tenant-access"]}`)).status).toBe(204);
    await sql`update tenant_accesses set created_at = now() - interval '2 minutes', expires_at = now() - interval '1 minute'
      where id = ${late["x-tenant-access"]}`.execute(api.database.adminDb);
    for (const over of [ended, late, { "x-tenant-access": "nonsense" }])
      expect((await look(over)).status).toBe(403);
  });

  test("of another operator is nobody else's", async () => {
    const access = await api.openAccess(acme.id);
    await sql`update tenant_accesses set operator_uid = 'another' where id = ${access["x-tenant-access"]}`.execute(
      api.database.adminDb,
    );
    expect((await look(access)).status).toBe(403);
  });

  test.each([
    ["reason", { reason: " " }],
    ["reason", {}],
    ["minutes", { reason: "Ticket", minutes: 61 }],
  ])("needs a %s as it must be (%j)", async (field, body) => {
    expect(await api.as("operator", "POST", path, body)).toMatchObject({
      status: 400,
      body: { errors: [{ field }] },
    });
  });

  test("is not there when nobody could be told", async () => {
    const { mail } = api.services;
    Object.assign(api.services, { mail: createMail({ url: "smtp://127.0.0.1:1", from: "crm@localhost" }) });
    const count = async () => (await api.as("admin", "GET", `${path}?limit=100`)).body.data.length;
    const before = await count();
    expect((await api.as("operator", "POST", path, { reason: "Ticket" })).status).toBe(503);
    expect(await count()).toBe(before);
    Object.assign(api.services, { mail });
  });
});
