import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seedData, seedOperator } from "../../../shared/testing/examples/seed-data.ts";
import { signInAs } from "../testing/sign-in-as.ts";
import { createTestApi, type TestApi } from "../testing/test-api.ts";

const [acme, globex] = seedData;
const [admin, agent] = acme.users;
let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
});
afterAll(async () => api.close());

const newUser = (more: Record<string, unknown> = {}) => ({
  tenantId: acme.id,
  email: `${randomUUID()}@acme.example`,
  displayName: "Nina New",
  role: "agent",
  ...more,
});

async function statusOf(token: string): Promise<number> {
  return (await api.ask("GET", `/api/v1/tenants/${acme.id}`, { token })).status;
}

describe("creating a user", () => {
  test("makes an account that can sign in with the role at once", async () => {
    const created = await api.as("admin", "POST", "/users", newUser({ email: "Nina@Acme.example" }));
    expect(created).toMatchObject({
      status: 201,
      body: { email: "nina@acme.example", role: "agent", status: "active", tenantId: acme.id },
    });
    const uid = String(created.body["firebaseUid"]);
    expect(await api.services.identity.findAccount({ uid })).toMatchObject({
      claims: { tenantId: acme.id, role: "agent" },
    });
    expect(await statusOf(await signInAs(api, { uid, email: "nina@acme.example" }))).toBe(200);
    expect((await api.as("admin", "GET", `/users/${created.body.id}`)).body).toEqual(created.body);
    expect((await api.as("admin", "GET", `/users/firebase/${uid}`)).body).toEqual(created.body);
  });

  test("links the account that has the address already, or that is named", async () => {
    for (const named of [false, true]) {
      const uid = randomUUID();
      const email = `${uid}@elsewhere.example`;
      await api.services.identity.createAccount({ uid, email, displayName: "Was there" });
      await signInAs(api, { uid, email });
      const created = await api.as(
        "admin",
        "POST",
        "/users",
        newUser({ email, ...(named ? { firebaseUid: uid } : {}) }),
      );
      expect(created.body).toMatchObject({ firebaseUid: uid });
      expect(await api.services.identity.findAccount({ uid })).toMatchObject({
        claims: { tenantId: acme.id, role: "agent" },
      });
    }
  });

  test.each([
    ["another tenant's user", globex.users[0]?.email ?? ""],
    ["an operator", seedOperator.email],
  ])("does not take the account of %s, and answers as if there were none", async (_whose, email) => {
    const { identity } = api.services;
    const before = await identity.findAccount({ email });
    const taken = await api.as("admin", "POST", "/users", newUser({ email }));
    const free = await api.as("admin", "POST", "/users", newUser());
    expect(taken.status).toBe(201);
    const shape = ({ body }: typeof free) =>
      Object.entries(body).map(([name, value]) => [name, typeof value, value === null]);
    expect(shape(taken)).toEqual(shape(free));
    expect(await identity.findAccount({ email })).toEqual(before);
    // Whatever is done to the user then, nothing tells it from one who has not come yet.
    for (const { body } of [taken, free]) {
      const path = `/users/${body.id}`;
      expect((await api.as("admin", "PUT", `${path}/role`, { role: "viewer" })).status).toBe(200);
      for (const status of ["disabled", "active"])
        expect((await api.as("admin", "PUT", `${path}/status`, { status })).status).toBe(200);
      expect((await api.as("admin", "POST", `${path}/invitation`)).status).toBe(200);
      expect((await api.as("admin", "DELETE", path)).status).toBe(204);
    }
    expect(await identity.findAccount({ email })).toEqual(before);
  });

  test("of the same address twice is a conflict, in one's own tenant", async () => {
    const refused = await api.as("admin", "POST", "/users", newUser({ email: agent?.email }));
    expect(refused).toMatchObject({ status: 409, body: { errors: [{ field: "email" }] } });
  });

  test("gives one answer for every account by its uid that cannot be linked", async () => {
    const [uid, email] = [randomUUID(), `${randomUUID()}@elsewhere.example`];
    await api.services.identity.createAccount({ uid, email, displayName: "Not proven" });
    const answers = [];
    for (const more of [
      { firebaseUid: "no-such-account" },
      { firebaseUid: admin?.firebaseUid },
      { email: globex.users[1]?.email, firebaseUid: globex.users[1]?.firebaseUid },
      { email: seedOperator.email, firebaseUid: seedOperator.firebaseUid },
      { email, firebaseUid: uid },
    ]) {
      const { status, body } = await api.as("admin", "POST", "/users", newUser(more));
      answers.push(JSON.stringify({ status, body: { ...body, requestId: undefined } }));
    }
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain("can be linked");
  });

  test("does not link an account whose address nobody has proven: who made it gets nothing", async () => {
    const [uid, email] = [randomUUID(), `${randomUUID()}@victim.example`];
    const { identity } = api.services;
    await identity.createAccount({ uid, email, displayName: "Waits for the victim" });
    const { body: user } = await api.as("admin", "POST", "/users", newUser({ email, role: "admin" }));
    expect(user["firebaseUid"]).not.toBe(uid);
    expect(await identity.findAccount({ uid })).toBeUndefined();
    expect(await identity.findAccount({ email })).toMatchObject({
      uid: user["firebaseUid"],
      claims: { tenantId: acme.id, role: "admin" },
    });
  });

  test.each([
    ["email", { email: "nobody" }],
    ["role", { role: "operator" }],
    ["role", { role: undefined }],
    ["firebaseUid", { firebaseUid: "no-such-account" }],
  ])("with a wrong %s (%j) says which field", async (field, more) => {
    const refused = await api.as("admin", "POST", "/users", newUser(more));
    expect(refused).toMatchObject({ status: 400, body: { code: "invalid", errors: [{ field }] } });
  });

  test("is for admins, in their own tenant", async () => {
    expect((await api.ask("POST", "/api/v1/users", { body: newUser() })).status).toBe(401);
    expect((await api.as("agent", "POST", "/users", newUser())).status).toBe(403);
    expect((await api.as("other", "POST", "/users", newUser())).status).toBe(404);
  });
});

describe("reading users", () => {
  test("is for those who work together, and shows nobody of another tenant", async () => {
    const listed = await api.as("agent", "GET", "/users?limit=100");
    expect(new Set(listed.body.data.map((user) => user["tenantId"]))).toEqual(new Set([acme.id]));
    expect((await api.as("agent", "GET", `/users/tenant/${acme.id}?limit=100`)).body).toEqual(listed.body);
    const theirs = globex.users[0];
    for (const path of [
      `/users/${theirs?.id}`,
      `/users/tenant/${globex.id}`,
      `/users/firebase/${theirs?.firebaseUid}`,
    ]) {
      expect((await api.as("admin", "GET", path)).status, path).toBe(404);
      expect((await api.as("operator", "GET", path)).status, path).toBe(200);
    }
    expect((await api.as("viewer", "GET", "/users")).status).toBe(403);
    expect((await api.as("viewer", "GET", `/users/${admin?.id}`)).status).toBe(403);
  });

  test("lets everybody read themselves", async () => {
    expect((await api.as("viewer", "GET", "/users/firebase/acme-viewer")).body).toMatchObject({
      role: "viewer",
    });
    expect((await api.as("viewer", "GET", "/users/firebase/acme-admin")).status).toBe(404);
  });

  test("can be narrowed by role and address", async () => {
    const found = await api.as("admin", "GET", `/users?role=admin&email=${admin?.email}`);
    expect(found.body.data.map(({ id }) => id)).toEqual([admin?.id]);
  });
});

describe("changing a role", () => {
  test("ends the sessions of before at once, and the next sign-in has the new role", async () => {
    const { body: user } = await api.as("admin", "POST", "/users", newUser({ role: "admin" }));
    const [uid, email] = [String(user["firebaseUid"]), String(user["email"])];
    const token = await signInAs(api, { uid, email });
    const changed = await api.as("admin", "PUT", `/users/${user.id}/role`, { role: "viewer" });
    expect(changed).toMatchObject({ status: 200, body: { role: "viewer", version: 2 } });
    expect(await statusOf(token)).toBe(401);
    const next = await signInAs(api, { uid, email });
    expect(await statusOf(next)).toBe(200);
    expect(
      (await api.ask("PUT", `/api/v1/tenants/${acme.id}`, { token: next, body: { name: "X" } })).status,
    ).toBe(403);
  });

  test("is refused when it was meant for an older version, or by others than the tenant's admins", async () => {
    const path = `/users/${agent?.id}/role`;
    expect((await api.as("admin", "PUT", path, { role: "viewer" }, { "if-match": '"9"' })).status).toBe(412);
    expect((await api.as("admin", "PUT", path, { role: "owner" })).status).toBe(400);
    expect((await api.as("agent", "PUT", path, { role: "admin" })).status).toBe(403);
    expect((await api.as("other", "PUT", path, { role: "viewer" })).status).toBe(404);
    expect((await api.ask("PUT", `/api/v1${path}`, { body: { role: "admin" } })).status).toBe(401);
  });

  test("does not take the last admin from a tenant, not even when two step down at once", async () => {
    const [first] = globex.users;
    expect(await api.as("other", "PUT", `/users/${first?.id}/role`, { role: "viewer" })).toMatchObject({
      status: 409,
    });
    const { body: second } = await api.as(
      "other",
      "POST",
      "/users",
      newUser({ tenantId: globex.id, role: "admin" }),
    );
    const answers = await Promise.all([
      api.as("other", "PUT", `/users/${first?.id}/role`, { role: "viewer" }),
      api.as("other", "DELETE", `/users/${second.id}`),
    ]);
    expect(answers.map(({ status }) => status).filter((status) => status < 300)).toHaveLength(1);
    const admins = await api.as("operator", "GET", `/users/tenant/${globex.id}?role=admin`);
    expect(admins.body.data).toHaveLength(1);
  });
});

describe("deleting a user", () => {
  test("ends the sessions at once, and takes the account along that was made with the user", async () => {
    const { body: user } = await api.as("admin", "POST", "/users", newUser());
    const uid = String(user["firebaseUid"]);
    const token = await signInAs(api, { uid, email: String(user["email"]) });
    expect((await api.as("agent", "DELETE", `/users/${user.id}`)).status).toBe(403);
    expect((await api.as("other", "DELETE", `/users/${user.id}`)).status).toBe(404);
    expect((await api.as("admin", "DELETE", `/users/${user.id}`)).status).toBe(204);
    expect(await statusOf(token)).toBe(401);
    expect(await api.services.identity.findAccount({ uid })).toBeUndefined();
    expect((await api.as("admin", "GET", `/users/${user.id}`)).status).toBe(404);
  });

  test("leaves an account that was there before, without its claims", async () => {
    const uid = randomUUID();
    const email = `${uid}@elsewhere.example`;
    await api.services.identity.createAccount({ uid, email, displayName: "Was there" });
    await signInAs(api, { uid, email });
    const { body: user } = await api.as("admin", "POST", "/users", newUser({ email }));
    const token = await signInAs(api, { uid, email });
    expect((await api.as("admin", "DELETE", `/users/${user.id}`)).status).toBe(204);
    expect(await statusOf(token)).toBe(401);
    expect(await api.services.identity.findAccount({ uid })).toEqual({
      uid,
      email,
      emailVerified: true,
      claims: {},
    });
  });

  test("is in the audit log, with who did it", async () => {
    const log = await api.as("admin", "GET", "/audit-log?action=user.delete&limit=1");
    expect(log.body.data).toMatchObject([{ actorType: "user", actorId: admin?.id, subjectType: "user" }]);
  });
});
