import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Updateable } from "kysely";
import type { Outlet, OutletsTable } from "../../../shared/db/schema.d.ts";
import { seedData, type SeedTenant } from "../../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../../shared/db/tenant-scope.ts";
import { sealToken } from "../../../shared/outlets/seal-token.ts";
import { createTestApi, type TestApi } from "../testing/test-api.ts";

const [acme, globex] = seedData;
let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
});
afterAll(async () => api.close());

beforeEach(async () => {
  const { adminDb } = api.database;
  await adminDb
    .deleteFrom("outlets")
    .where(
      "id",
      "not in",
      seedData.map(({ outlet }) => outlet.id),
    )
    .execute();
  for (const tenant of seedData) {
    await setOutlet(tenant, {
      status: "active",
      status_reason: null,
      proven_at: new Date(),
      waba_phone_number_id: tenant.outlet.phoneNumberId,
      waba_business_account_id: tenant.outlet.businessAccountId,
    });
    await setToken(tenant, tenant.outlet.accessToken);
    await graph("POST", tenant);
  }
});

async function setOutlet({ outlet }: SeedTenant, change: Updateable<OutletsTable>): Promise<void> {
  await api.database.adminDb.updateTable("outlets").set(change).where("id", "=", outlet.id).execute();
}

async function setToken(tenant: SeedTenant, token: string): Promise<void> {
  const ciphertext = await inTenant(api.database.db, tenant.id, async (trx) =>
    sealToken(trx, api.services.tokens, tenant.id, token),
  );
  await setOutlet(tenant, { access_token_ciphertext: ciphertext });
}

async function read(id: string): Promise<Outlet> {
  return api.database.adminDb
    .selectFrom("outlets")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
}

async function graph(method: string, { outlet }: SeedTenant): Promise<{ data?: unknown[] }> {
  const { WHATSAPP_GRAPH_URL: url, WHATSAPP_GRAPH_VERSION: version } = api.services.config;
  const response = await fetch(`${url}/${version}/${outlet.businessAccountId}/subscribed_apps`, {
    method,
    headers: { authorization: `Bearer ${outlet.accessToken}` },
  });
  return (await response.json()) as { data?: unknown[] };
}

async function isSubscribed(tenant: SeedTenant): Promise<boolean> {
  return ((await graph("GET", tenant)).data ?? []).length > 0;
}

/** Globex sets up the number of Acme. */
function acmesNumber(token: string) {
  return {
    tenantId: globex.id,
    name: "Globex, Bandung",
    wabaPhoneNumber: acme.outlet.phoneNumber,
    wabaPhoneNumberId: acme.outlet.phoneNumberId,
    wabaBusinessAccountId: acme.outlet.businessAccountId,
    wabaAccessToken: token,
  };
}

describe("a number that another tenant has", () => {
  test("is not touched by who cannot open it, and may be tried by any number of tenants", async () => {
    const created = await api.as("other", "POST", "/outlets", acmesNumber("x"));
    expect(created).toMatchObject({ status: 201, body: { status: "unverified" } });
    expect(await read(acme.outlet.id)).toMatchObject({ status: "active" });
    const active = await api.as("other", "PUT", `/outlets/${created.body.id}`, { status: "active" });
    expect(active.body).toMatchObject({ status: "unverified" });
  });

  test("stays with its holder while the holder's token works: whoever proves it too gets 409", async () => {
    const refused = await api.as("other", "POST", "/outlets", acmesNumber(acme.outlet.accessToken));
    expect(refused).toMatchObject({ status: 409, body: { errors: [{ field: "wabaPhoneNumberId" }] } });
    expect(refused.text).not.toContain(acme.id);
    expect(await read(acme.outlet.id)).toMatchObject({ status: "active" });
    const other = await api.as("other", "POST", "/outlets", acmesNumber("x"));
    const change = { wabaAccessToken: acme.outlet.accessToken };
    expect((await api.as("other", "PUT", `/outlets/${other.body.id}`, change)).status).toBe(409);
  });

  test("moves to who proves it once the holder's token is refused, in one step, and the holder is told", async () => {
    await setToken(acme, "withdrawn");
    const created = await api.as("other", "POST", "/outlets", acmesNumber(acme.outlet.accessToken));
    expect(created).toMatchObject({ status: 201, body: { status: "active" } });
    expect(await read(acme.outlet.id)).toMatchObject({
      status: "moved",
      status_reason: "number-moved",
      proven_at: null,
      moved_told_at: null,
      access_token_ciphertext: null,
    });
    const seen = await api.as("admin", "GET", `/outlets/${acme.outlet.id}`);
    expect(seen.body).toMatchObject({ status: "moved", statusMessage: expect.stringContaining("proven") });
    expect(seen.text).not.toContain(globex.id);
    const log = await api.as("admin", "GET", `/audit-log?subjectId=${acme.outlet.id}`);
    expect(log.body.data.map(({ action }) => action)).toContain("outlet.moved");
    expect(log.text).not.toContain(globex.id);
    // And back, by the same rule.
    const change = { wabaAccessToken: acme.outlet.accessToken };
    expect((await api.as("admin", "PUT", `/outlets/${acme.outlet.id}`, change)).status).toBe(409);
    await api.database.adminDb
      .updateTable("outlets")
      .set({ access_token_ciphertext: null })
      .where("id", "=", created.body.id)
      .execute();
    expect((await api.as("admin", "PUT", `/outlets/${acme.outlet.id}`, change)).body).toMatchObject({
      status: "active",
    });
    expect(await read(created.body.id)).toMatchObject({ status: "moved" });
  });

  test("moves where the holder's token cannot be opened, or the holder is being erased", async () => {
    await setOutlet(acme, { access_token_ciphertext: Buffer.from("scrambled") });
    const { body } = await api.as("other", "POST", "/outlets", acmesNumber(acme.outlet.accessToken));
    expect(body).toMatchObject({ status: "active" });
  });

  test("goes to one of two who prove it at the same time", async () => {
    await setToken(acme, "withdrawn");
    const outlets = await Promise.all(
      ["other", "admin"].map(async (asker) =>
        asker === "other"
          ? api.as("other", "POST", "/outlets", acmesNumber(acme.outlet.accessToken))
          : api.as("admin", "PUT", `/outlets/${acme.outlet.id}`, {
              wabaAccessToken: acme.outlet.accessToken,
            }),
      ),
    );
    expect(outlets.filter(({ body }) => body.status === "active")).toHaveLength(1);
    const holders = await api.database.adminDb
      .selectFrom("outlets")
      .select("id")
      .where("waba_phone_number_id", "=", acme.outlet.phoneNumberId)
      .where("status", "in", ["active", "paused"])
      .execute();
    expect(holders).toHaveLength(1);
  });
});

describe("a working outlet", () => {
  const path = `/outlets/${acme.outlet.id}`;

  test.each([
    ["token", { wabaAccessToken: "one-paste-error" }, "token-invalid"],
    ["number id", { wabaPhoneNumberId: "30000000001" }, "number-not-found"],
    ["account", { wabaBusinessAccountId: globex.outlet.businessAccountId }, "account-not-found"],
  ])("refuses a wrong %s with 422, and works on as before", async (_what, change, reason) => {
    const before = await read(acme.outlet.id);
    const refused = await api.as("admin", "PUT", path, change);
    expect(refused).toMatchObject({ status: 422, body: { code: "unproven", statusReason: reason } });
    expect(await read(acme.outlet.id)).toEqual(before);
  });

  test("takes a wrong token by force with a reason, which pauses it and is in the audit log", async () => {
    const change = { wabaAccessToken: "known-to-be-wrong" };
    expect((await api.as("admin", "PUT", `${path}?force=true`, change)).status).toBe(400);
    const forced = await api.as("admin", "PUT", `${path}?force=true&reason=rotation%20drill`, change);
    expect(forced).toMatchObject({ status: 200, body: { status: "paused", statusReason: "token-invalid" } });
    const log = await api.as("admin", "GET", `/audit-log?subjectId=${acme.outlet.id}&limit=1`);
    expect(log.text).toContain("rotation drill");
  });

  test("gives up its number by force only, and with it the account's webhooks", async () => {
    const change = { wabaPhoneNumberId: "30000000002" };
    const forced = await api.as("admin", "PUT", `${path}?force=true&reason=new%20number`, change);
    expect(forced.body).toMatchObject({ status: "unverified" });
    expect(await read(acme.outlet.id)).toMatchObject({ proven_at: null });
    expect(await isSubscribed(acme)).toBe(false);
  });

  test("stays as it was while WhatsApp cannot be asked", async () => {
    await setToken(acme, acme.outlet.accessToken);
    const { whatsapp } = api.services;
    const getPhoneNumber = whatsapp.getPhoneNumber.bind(whatsapp);
    whatsapp.getPhoneNumber = async () => ({ kind: "unknown", reason: "timeout" });
    try {
      const refused = await api.as("admin", "PUT", path, { wabaAccessToken: "another-token-1234" });
      expect(refused.status).toBe(503);
    } finally {
      whatsapp.getPhoneNumber = getPhoneNumber;
    }
    expect(await read(acme.outlet.id)).toMatchObject({ status: "active" });
  });
});

describe("an outlet whose stored token cannot be opened", () => {
  test.each(["the token", "the tenant's data key"])("(%s) can be given a new one", async (what) => {
    const scrambled = Buffer.from("nothing opens this");
    if (what === "the token") await setOutlet(globex, { access_token_ciphertext: scrambled });
    else
      await api.database.adminDb
        .updateTable("tenant_data_keys")
        .set({ wrapped_key: scrambled })
        .where("tenant_id", "=", globex.id)
        .where("retired_at", "is", null)
        .execute();
    await setOutlet(globex, { status: "paused" });
    const path = `/outlets/${globex.outlet.id}`;
    const asked = await api.as("other", "PUT", path, { status: "active" });
    expect(asked).toMatchObject({
      status: 200,
      body: { status: "paused", statusReason: "token-unreadable" },
    });
    const given = await api.as("other", "PUT", path, { wabaAccessToken: globex.outlet.accessToken });
    expect(given).toMatchObject({ status: 200, body: { status: "active" } });
    expect((await api.as("other", "PUT", path, { wabaAccessToken: globex.outlet.accessToken })).status).toBe(
      200,
    );
  });
});

describe("the webhooks of an account", () => {
  test("end with its last outlet", async () => {
    expect(await isSubscribed(acme)).toBe(true);
    expect((await api.as("admin", "DELETE", `/outlets/${acme.outlet.id}`)).status).toBe(204);
    expect(await isSubscribed(acme)).toBe(false);
    const { body } = await api.as("admin", "POST", "/outlets", {
      ...acmesNumber(acme.outlet.accessToken),
      tenantId: acme.id,
    });
    expect(body).toMatchObject({ status: "active" });
    expect(await isSubscribed(acme)).toBe(true);
    // The others' tests want it under its own id.
    await api.database.adminDb
      .updateTable("outlets")
      .set({ id: acme.outlet.id })
      .where("id", "=", body.id)
      .execute();
  });

  test("go on while an outlet of any tenant has proven a number of it, and not because somebody typed it", async () => {
    const typed = await api.as("other", "POST", "/outlets", acmesNumber("x"));
    const shared = { wabaPhoneNumberId: "30000000003" };
    const outlet = await api.as("other", "POST", "/outlets", { ...acmesNumber("x"), ...shared });
    const prove = async (status: "active" | "unverified") =>
      api.database.adminDb.updateTable("outlets").set({ status }).where("id", "=", outlet.body.id).execute();
    await prove("active");
    const path = `/outlets/${acme.outlet.id}?force=true&reason=test`;
    await api.as("admin", "PUT", path, { wabaPhoneNumberId: "30000000004" });
    expect(await isSubscribed(acme)).toBe(true);
    await prove("unverified");
    await api.as("other", "DELETE", `/outlets/${typed.body.id}`);
    expect(await isSubscribed(acme)).toBe(true);
    await setOutlet(acme, { status: "active", waba_phone_number_id: acme.outlet.phoneNumberId });
    await api.as("admin", "PUT", path, { wabaPhoneNumberId: "30000000005" });
    expect(await isSubscribed(acme)).toBe(false);
  });

  test("go on while its outlet is disabled, for it comes back", async () => {
    expect((await api.as("admin", "PUT", `/outlets/${acme.outlet.id}`, { status: "disabled" })).status).toBe(
      200,
    );
    expect(await isSubscribed(acme)).toBe(true);
  });
});
