import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { seedData } from "../../../shared/testing/examples/seed-data.ts";
import { createBilledTenant, sellPlanVersion } from "../../../shared/testing/billing.ts";
import { signInAs } from "../testing/sign-in-as.ts";
import { createTestApi, type TestApi } from "../testing/test-api.ts";

const [acme] = seedData;

let api: TestApi;
let tenantId: string;
let adminToken: string;

beforeAll(async () => {
  api = await createTestApi();
  const capacities = { outlets: 2, users: 2, documents: 2, storageBytes: 1_000 };
  for (const plan of ["starter", acme.subscription.plan] as const) {
    await sellPlanVersion(api.database.adminDb, plan, { capacities });
  }
});
afterAll(async () => api.close());
beforeEach(async () => {
  ({ tenantId } = await createBilledTenant(api.database.db, { now: new Date() }));
  adminToken = await signInAsAdmin();
});

async function signInAsAdmin(): Promise<string> {
  const { identity } = api.services;
  const { firebase_uid: uid, email } = await api.database.adminDb
    .selectFrom("users")
    .select(["firebase_uid", "email"])
    .where("tenant_id", "=", tenantId)
    .executeTakeFirstOrThrow();
  await identity.createAccount({ uid, email, displayName: "Admin" });
  await identity.setClaims(uid, { tenantId, role: "admin" });
  return signInAs(api, { uid, email });
}

async function createOutlet() {
  return api.as("operator", "POST", "/outlets", {
    tenantId,
    name: "Another",
    wabaPhoneNumber: "+62 21 5550 0199",
    wabaPhoneNumberId: String(Math.floor(Math.random() * 1e15)),
    wabaBusinessAccountId: "102290129340398",
    wabaAccessToken: "a-token",
  });
}

async function createUser() {
  const email = `${randomUUID()}@shop.example`;
  return api.ask("POST", "/api/v1/users", { token: adminToken, body: { tenantId, email, role: "agent" } });
}

async function createDocument(sizeBytes: number) {
  return api.as("admin", "POST", `/knowledge-bases/${acme.knowledgeBase.id}/documents`, {
    name: "prices.pdf",
    contentType: "application/pdf",
    sizeBytes,
  });
}

describe("what the plan has no room for is refused, with the limit and the plan that has room", () => {
  test("of outlets", async () => {
    expect((await createOutlet()).status).toBe(201);
    const refused = await createOutlet();
    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: "plan-limit-reached",
        limit: { name: "outlets", used: 2, allowed: 2, plan: "starter", upgradeTo: "growth" },
      },
    });
    expect(refused.body.detail).toContain(`PUT /api/v1/billing/tenants/${tenantId}/subscription`);
  });

  test("of users, though many are made at once", async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, createUser));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409, 409]);
    for (const { body } of answers.filter(({ status }) => status === 409)) {
      expect(body).toMatchObject({ limit: { name: "users", used: 2, allowed: 2 } });
    }
  });

  test("of bytes, and of documents, from whatever they are made", async () => {
    expect((await createDocument(600)).status).toBe(201);
    expect(await createDocument(401)).toMatchObject({
      status: 409,
      body: { limit: { name: "storageBytes", used: 600, allowed: 1_000, upgradeTo: null } },
    });
    expect((await createDocument(400)).status).toBe(201);
    const base = `/knowledge-bases/${acme.knowledgeBase.id}`;
    const pairs = { name: "Questions", pairs: [{ question: "Open?", answer: "From nine." }] };
    const page = { url: "https://shop.example/prices" };
    for (const answer of [
      await api.as("admin", "POST", `${base}/pairs`, pairs),
      await api.as("admin", "POST", `${base}/pages`, page),
    ]) {
      expect(answer).toMatchObject({ status: 409, body: { limit: { name: "documents", used: 2 } } });
    }
  });
});

describe("a smaller plan", () => {
  const choose = async (plan: string) =>
    api.as("operator", "PUT", `/billing/tenants/${tenantId}/subscription`, { plan });

  test("may be chosen though there is too much: it says of what, and all of that goes on", async () => {
    expect((await choose("growth")).body["overCapacity"]).toEqual([]);
    for (const status of [201, 201, 201]) expect((await createUser()).status).toBe(status);
    expect((await choose("starter")).body).toMatchObject({
      change: "downgrade",
      overCapacity: [{ name: "users", used: 4, allowed: 2 }],
    });
    // Until the next period it has the plan that it paid for.
    expect((await createUser()).status).toBe(201);
    expect((await api.as("operator", "GET", `/users?tenantId=${tenantId}`)).body.data).toHaveLength(5);
  });
});

describe("who has no subscription", () => {
  async function endSubscription(): Promise<void> {
    await api.database.adminDb
      .updateTable("subscriptions")
      .set({ cancel_at_period_end: true })
      .where("tenant_id", "=", tenantId)
      .execute();
    await api.database.adminDb
      .updateTable("billing_periods")
      .set({ starts_at: new Date(0), ends_at: new Date(1) })
      .where("tenant_id", "=", tenantId)
      .execute();
  }

  test("any more makes nothing new, and is told which plan has room", async () => {
    await endSubscription();
    expect(await createUser()).toMatchObject({
      status: 409,
      body: { limit: { used: 1, allowed: 0, plan: null, upgradeTo: "starter" } },
    });
  });

  test("and never had one is not held back", async () => {
    const created = await api.as("operator", "POST", "/tenants", {
      slug: `shop-${randomUUID().slice(0, 8)}`,
      name: "Shop",
      contactEmail: "owner@shop.example",
    });
    tenantId = created.body.id;
    const first = { tenantId, email: `${randomUUID()}@shop.example`, role: "admin" };
    const { body: user } = await api.as("operator", "POST", "/users", first);
    adminToken = await signInAs(api, { uid: String(user["firebaseUid"]), email: first.email });
    for (const status of [201, 201, 201]) expect((await createUser()).status).toBe(status);
  });
});
