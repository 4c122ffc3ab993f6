import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createIdentity, type Identity } from "../../shared/tenants/identity.ts";
import { revokeOperator } from "../../shared/tenants/queries/platform-operators.ts";
import { seedData, seedOperator } from "../../shared/testing/examples/seed-data.ts";
import { createApp } from "./app.ts";
import { forgeToken } from "./testing/forge-token.ts";
import { createTestApi, type TestApi, testProject } from "./testing/test-api.ts";

const [acme, globex] = seedData;
const [admin, agent, viewer] = acme.users;
let api: TestApi;
let identity: Identity;

beforeAll(async () => {
  api = await createTestApi();
  ({ identity } = api.services);
});
afterAll(async () => api.close());

async function statusWith(token: string | undefined): Promise<number> {
  return (await api.ask("GET", `/api/v1/tenants/${acme.id}`, { token })).status;
}

const claimsOf = (user: (typeof acme.users)[number] | undefined) => ({
  sub: user?.firebaseUid,
  user_id: user?.firebaseUid,
  tenantId: acme.id,
  role: user?.role,
});

describe("a request is refused with 401", () => {
  test.each([
    ["no token", undefined],
    ["an empty token", ""],
    ["no token at all, but words", "not a token"],
    ["a malformed token", "a.b.c"],
    ["a key of ours that nobody made", `crm_0123456789ab_${"x".repeat(43)}`],
    ["a malformed key", "crm_x"],
  ])("when it has %s", async (_what, token) => {
    expect(await statusWith(token)).toBe(401);
  });

  test.each([
    ["is expired", forgeToken(testProject, { ...claimsOf(admin), exp: Math.floor(Date.now() / 1000) - 60 })],
    ["is of another project", forgeToken("another-project", claimsOf(admin))],
    [
      "is of an account that does not exist",
      forgeToken(testProject, { ...claimsOf(admin), sub: "nobody", user_id: "nobody" }),
    ],
    ["claims another role than the user's", forgeToken(testProject, { ...claimsOf(viewer), role: "admin" })],
    [
      "claims another tenant than the user's",
      forgeToken(testProject, { ...claimsOf(admin), tenantId: globex.id }),
    ],
    ["claims no tenant", forgeToken(testProject, { ...claimsOf(admin), tenantId: undefined })],
    [
      "claims to be an operator's",
      forgeToken(testProject, { ...claimsOf(admin), tenantId: undefined, role: "operator" }),
    ],
  ])("when its token %s", async (_what, token) => {
    expect(await statusWith(token)).toBe(401);
  });

  test("though a forged token of the right claims would have passed at the emulator, so that the cases above try something", async () => {
    expect(await statusWith(forgeToken(testProject, claimsOf(admin)))).toBe(200);
  });

  test("in the one form, and says how to sign in but not what was wrong", async () => {
    const refused = await api.ask("GET", "/api/v1/tenants", { token: "a.b.c" });
    expect(refused.headers.get("www-authenticate")).toBe("Bearer");
    expect(refused.headers.get("content-type")).toBe("application/problem+json");
    expect(refused.body).toEqual({
      type: "/api/docs/problems#unauthorized",
      title: "Sign in, or send a valid signature",
      status: 401,
      code: "unauthorized",
      requestId: refused.headers.get("x-request-id"),
    });
  });

  test("even where there is nothing", async () => {
    expect((await api.ask("GET", "/api/v1/nothing/here")).status).toBe(401);
    expect((await api.as("viewer", "GET", "/nothing/here")).status).toBe(404);
  });
});

describe("a signed-in user", () => {
  test("is refused once the token is revoked", async () => {
    const token = await api.signIn(agent?.email ?? "");
    expect(await statusWith(token)).toBe(200);
    // Firebase counts revocations in whole seconds: a token of the same second is still good.
    await expect
      .poll(
        async () => {
          await identity.revoke(agent?.firebaseUid ?? "");
          return statusWith(token);
        },
        { timeout: 10_000 },
      )
      .toBe(401);
    expect(await statusWith(await api.signIn(agent?.email ?? ""))).toBe(200);
  });

  test("is refused while disabled in the database", async () => {
    const change = async (status: "active" | "disabled") =>
      api.database.adminDb
        .updateTable("users")
        .set({ status })
        .where("id", "=", viewer?.id ?? "")
        .execute();
    await change("disabled");
    expect(await statusWith(api.tokens.viewer)).toBe(401);
    await change("active");
    expect(await statusWith(api.tokens.viewer)).toBe(200);
  });
});

const secondFactor = { sign_in_second_factor: "phone" };

describe("an account of an Identity Platform tenant", () => {
  /** Says that it is of the pool. The account is there too, with the same uid: whoever runs a pool can choose uids. */
  async function tokenOfPool(pool: string, claims: Record<string, unknown>): Promise<string> {
    const uid = String(claims["sub"]);
    const accounts = identity.ofPool(pool);
    if ((await accounts.findAccount({ uid })) === undefined)
      await accounts.createAccount({ uid, email: `${uid}@pool.example`, displayName: "Pool" });
    return forgeToken(testProject, { ...claims, firebase: { tenant: pool, ...secondFactor } });
  }
  const move = async (pool: string | null) =>
    api.database.adminDb
      .updateTable("tenants")
      .set({ firebase_tenant_id: pool })
      .where("id", "=", acme.id)
      .execute();

  test("is refused unless the pool is the tenant's own, for which then the project's is refused", async () => {
    const [own, other] = [
      await tokenOfPool("acme-pool", claimsOf(admin)),
      await tokenOfPool("evil-pool", claimsOf(admin)),
    ];
    expect([await statusWith(own), await statusWith(other)]).toEqual([401, 401]);
    await move("acme-pool");
    expect([await statusWith(own), await statusWith(other)]).toEqual([200, 401]);
    expect(await statusWith(api.tokens.admin)).toBe(401);
    await move(null);
    expect(await statusWith(api.tokens.admin)).toBe(200);
  });

  test("is never an operator's", async () => {
    const claims = { sub: seedOperator.firebaseUid, user_id: seedOperator.firebaseUid, role: "operator" };
    expect(await statusWith(await tokenOfPool("evil-pool", claims))).toBe(401);
    expect(await statusWith(forgeToken(testProject, { ...claims, firebase: secondFactor }))).toBe(200);
  });
});

describe("a second factor", () => {
  test("is what every operator signs in with", async () => {
    const { firebaseUid: sub } = seedOperator;
    const without = forgeToken(testProject, { sub, user_id: sub, role: "operator", firebase: {} });
    expect(await api.ask("GET", "/api/v1/tenants", { token: without })).toMatchObject({
      status: 403,
      body: { code: "second-factor-required" },
    });
  });

  test("is asked of a tenant's admins when one who has it sets that, and of nobody else", async () => {
    const path = `/api/v1/tenants/${acme.id}`;
    const body = { adminSecondFactor: true };
    const refused = { status: 403, body: { code: "second-factor-required" } };
    expect(await api.ask("PUT", path, { token: api.tokens.admin, body })).toMatchObject(refused);
    const strong = forgeToken(testProject, { ...claimsOf(admin), firebase: secondFactor });
    expect(await api.ask("PUT", path, { token: strong, body })).toMatchObject({ status: 200, body });
    expect(await api.ask("GET", path, { token: api.tokens.admin })).toMatchObject(refused);
    expect([await statusWith(strong), await statusWith(api.tokens.viewer)]).toEqual([200, 200]);
    const key = { tenantId: acme.id, name: "Weak", scopes: ["tenants:update"] };
    const { secret } = (await api.ask("POST", "/api/v1/api-keys", { token: strong, body: key })).body;
    const off = { adminSecondFactor: false };
    expect((await api.ask("PUT", path, { token: secret, body: off })).status).toBe(403);
    expect((await api.ask("PUT", path, { token: strong, body: off })).status).toBe(200);
    expect(await statusWith(api.tokens.admin)).toBe(200);
  });
});

describe("an operator", () => {
  test("is one only as long as the database says so", async () => {
    expect(await statusWith(api.tokens.operator)).toBe(200);
    await revokeOperator(api.database.ownerDb, seedOperator.firebaseUid);
    expect(await statusWith(api.tokens.operator)).toBe(401);
  });
});

describe("when Firebase does not answer", () => {
  test("nobody gets in, and is told to come back", async () => {
    const authHost = process.env["FIREBASE_AUTH_EMULATOR_HOST"];
    process.env["FIREBASE_AUTH_EMULATOR_HOST"] = "127.0.0.1:1";
    const cut = createIdentity({ projectId: testProject });
    const app = createApp(Object.create(api.services, { identity: { value: cut } }) as typeof api.services);
    try {
      const headers = { authorization: `Bearer ${api.tokens.admin}` };
      const answer = await app.request(`/api/v1/tenants/${acme.id}`, { headers });
      expect(answer.status).toBe(503);
      expect(await answer.json()).toMatchObject({ code: "unavailable" });
    } finally {
      process.env["FIREBASE_AUTH_EMULATOR_HOST"] = authHost;
      await cut.close();
    }
  });
});
