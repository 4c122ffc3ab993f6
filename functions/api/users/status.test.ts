import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { signInWithPassword } from "../../../emulators/servers/firebase/sign-in.ts";
import { localPassword } from "../../../emulators/stack/seed-accounts.ts";
import { seedData } from "../../../shared/testing/examples/seed-data.ts";
import { signInAs } from "../testing/sign-in-as.ts";
import { createTestApi, type TestApi } from "../testing/test-api.ts";

const [acme, globex] = seedData;
const [admin, agent, viewer] = acme.users;
let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
});
afterAll(async () => api.close());

const setStatus = async (
  userId: string | undefined,
  status: string,
  {
    asker = "admin",
    headers = {},
  }: { asker?: "admin" | "agent" | "other" | "operator"; headers?: Record<string, string> } = {},
) => api.as(asker, "PUT", `/users/${userId}/status`, { status }, headers);

const signIn = async (email: string | undefined) =>
  signInWithPassword(api.authHost, email ?? "", localPassword);

test("a disabled user is out at once and cannot sign in, and is in again when enabled", async () => {
  const mayRead = async (token: string) =>
    (await api.ask("GET", `/api/v1/tenants/${acme.id}`, { token })).status;
  const { idToken: before } = await signIn(viewer?.email);
  expect(await mayRead(before)).toBe(200);
  const disabled = await setStatus(viewer?.id, "disabled");
  expect(disabled).toMatchObject({ status: 200, body: { status: "disabled", role: "viewer" } });
  expect(await mayRead(before)).toBe(401);
  await expect(signIn(viewer?.email)).rejects.toThrow();

  const enabled = await setStatus(viewer?.id, "active");
  expect(enabled).toMatchObject({ status: 200, body: { status: "active", role: "viewer" } });
  expect(enabled.body.version).toBe(disabled.body.version + 1);
  expect(await mayRead((await signIn(viewer?.email)).idToken)).toBe(200);
});

test("is in the audit log, with what it was before; saying what is so already changes nothing", async () => {
  const { body: user } = await api.as("admin", "POST", "/users", {
    tenantId: acme.id,
    email: `${randomUUID()}@acme.example`,
    role: "viewer",
  });
  await setStatus(user.id, "disabled");
  const again = await setStatus(user.id, "disabled");
  expect(again).toMatchObject({ status: 200, body: { version: 2 } });
  await setStatus(user.id, "active");
  const log = await api.as("admin", "GET", `/audit-log?subjectType=user&subjectId=${user.id}`);
  const changes = log.body.data.map(({ action, before, after, actorId }) => ({
    action,
    before,
    after,
    actorId,
  }));
  const actorId = admin?.id;
  expect(changes.slice(0, 2)).toEqual([
    { action: "user.enable", before: { status: "disabled" }, after: { status: "active" }, actorId },
    { action: "user.disable", before: { status: "active" }, after: { status: "disabled" }, actorId },
  ]);
  expect(changes.filter(({ action }) => action === "user.disable")).toHaveLength(1);
});

test("an account that was there before the user stays open for what else it is for", async () => {
  const [uid, email] = [randomUUID(), `${randomUUID()}@elsewhere.example`];
  await api.services.identity.createAccount({ uid, email, displayName: "Was there" });
  await signInAs(api, { uid, email });
  const { body: user } = await api.as("admin", "POST", "/users", { tenantId: acme.id, email, role: "agent" });
  expect((await setStatus(user.id, "disabled")).status).toBe(200);
  const token = await signInAs(api, { uid, email });
  expect((await api.ask("GET", `/api/v1/tenants/${acme.id}`, { token })).status).toBe(401);
});

test("a user whose account is gone can be disabled and enabled, and gets a new one with an invitation", async () => {
  const email = `${randomUUID()}@acme.example`;
  const { body: user } = await api.as("admin", "POST", "/users", { tenantId: acme.id, email, role: "agent" });
  await api.services.identity.deleteAccounts([String(user["firebaseUid"])]);
  expect((await setStatus(user.id, "disabled")).status).toBe(200);
  expect((await setStatus(user.id, "active")).status).toBe(200);
  expect((await api.as("admin", "POST", `/users/${user.id}/invitation`)).status).toBe(200);
  const token = await signInAs(api, { uid: String(user["firebaseUid"]), email });
  expect((await api.ask("GET", `/api/v1/tenants/${acme.id}`, { token })).status).toBe(200);
});

test("is for the tenant's admins, names what is wrong, and minds the version", async () => {
  expect((await setStatus(agent?.id, "disabled", { asker: "agent" })).status).toBe(403);
  expect((await setStatus(agent?.id, "disabled", { asker: "other" })).status).toBe(404);
  expect(await setStatus(agent?.id, "asleep")).toMatchObject({
    status: 400,
    body: { errors: [{ field: "status" }] },
  });
  expect((await setStatus(agent?.id, "disabled", { headers: { "if-match": '"99"' } })).status).toBe(412);
  const path = `/api/v1/users/${agent?.id}/status`;
  expect((await api.ask("PUT", path, { body: { status: "disabled" } })).status).toBe(401);
});

test("never takes the last admin from a tenant, not even when two disable each other at once", async () => {
  const [first] = globex.users;
  expect(await setStatus(first?.id, "disabled", { asker: "other" })).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining("no admin left") },
  });
  const { body: second } = await api.as("other", "POST", "/users", {
    tenantId: globex.id,
    email: `${randomUUID()}@globex.example`,
    role: "admin",
  });
  const answers = await Promise.all(
    [first?.id, second.id].map(async (id) => setStatus(id, "disabled", { asker: "other" })),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  const active = await api.as("operator", "GET", `/users/tenant/${globex.id}?role=admin&status=active`);
  expect(active.body.data).toHaveLength(1);
});
