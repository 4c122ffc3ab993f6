import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createBilledTenant, sellPlanVersion } from "../../../shared/testing/billing.ts";
import { createTestApi, type TestApi } from "../testing/test-api.ts";

let api: TestApi;
/** A tenant of the test's own, of which the operator asks. */
let tenantId: string;
let outletId: string;
let path: string;

beforeAll(async () => {
  api = await createTestApi();
  await sellPlanVersion(api.database.adminDb, "starter", {
    feeMinor: 3_000,
    trialDays: 14,
    allowances: { messages: { included: 100, overage: { priceMinor: 2, perUnits: 1 } } },
  });
});
afterAll(async () => api.close());
beforeEach(async () => {
  const made = await createBilledTenant(api.database.db, { now: new Date() });
  ({ tenantId, outletId } = made);
  path = `/billing/tenants/${tenantId}`;
});

async function use(quantity: number, more: object = {}) {
  return api.as("operator", "POST", `${path}/usage`, {
    meter: "message.outbound",
    quantity,
    outletId,
    ...more,
  });
}

async function pay(amountMinor: number, reference: string = randomUUID()) {
  const body = { amountMinor, currency: "USD", reference };
  return api.as("operator", "POST", `${path}/deposit`, body);
}

async function quota() {
  const { body } = await api.as("operator", "GET", `${path}/quota`);
  const allowances = body["allowances"] as { name: string }[];
  return { body, messages: allowances.find(({ name }) => name === "messages") };
}

describe("the quota", () => {
  test("shows what is included, used and left, what may exist, and the deposit", async () => {
    await pay(500);
    await use(110);
    const { body, messages } = await quota();
    expect(body).toMatchObject({
      tenantId,
      plan: "starter",
      state: "ok",
      period: { isTrial: false, timeZone: "UTC" },
      deposit: { currency: "USD", balanceMinor: 480, creditLimitMinor: 0, owedMinor: 0 },
    });
    expect(body["capacities"]).toContainEqual({ name: "outlets", included: 1, used: 1 });
    expect(messages).toMatchObject({
      state: "overage",
      included: 100,
      used: 110,
      remaining: 0,
      percent: 110,
      chargedMinor: 20,
    });
  });

  test("says that the bot keeps still once it is exhausted", async () => {
    await use(100);
    expect((await quota()).body).toMatchObject({ state: "exhausted" });
    expect(api.services.bus.of("quota.crossed").filter((event) => event.tenantId === tenantId)).toHaveLength(
      3,
    );
  });
});

describe("usage", () => {
  test("counts once by its event's id", async () => {
    const eventId = randomUUID();
    expect((await use(5, { eventId })).body).toEqual({ eventId, isCounted: true });
    expect((await use(5, { eventId })).body).toEqual({ eventId, isCounted: false });
    expect((await quota()).messages).toMatchObject({ used: 5 });
  });

  test("is shown by day, outlet and meter", async () => {
    const occurredAt = new Date(Date.now() - 3 * 86_400_000).toISOString();
    await use(3);
    await use(4, { occurredAt });
    await api.as("operator", "POST", `${path}/usage`, { meter: "storage.bytes", quantity: 7 });
    const { body } = await api.as("operator", "GET", `${path}/usage`);
    const today = new Date().toISOString().slice(0, 10);
    expect(body.data).toEqual([
      { day: occurredAt.slice(0, 10), outletId, meter: "message.outbound", quantity: 4 },
      { day: today, outletId, meter: "message.outbound", quantity: 3 },
      { day: today, outletId: null, meter: "storage.bytes", quantity: 7 },
    ]);
    const one = await api.as(
      "operator",
      "GET",
      `${path}/usage?from=${today}&meter=message.outbound&outletId=${outletId}`,
    );
    expect(one.body.data).toHaveLength(1);
  });

  test.each([
    ["an unknown meter", { meter: "message" }, "meter"],
    ["nothing", { quantity: 0 }, "quantity"],
    ["an outlet of nobody's", { outletId: randomUUID() }, "outletId"],
  ])("of %s is refused", async (_what, change, field) => {
    const answer = await use(1, change);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field }] } });
  });
});

describe("a subscription", () => {
  test("begins with the plan's trial where the tenant never had one", async () => {
    const created = await api.as("operator", "POST", "/tenants", {
      slug: `shop-${randomUUID().slice(0, 8)}`,
      name: "Shop",
      contactEmail: "owner@shop.example",
      timeZone: "Asia/Jakarta",
    });
    const subscription = `/billing/tenants/${created.body.id}/subscription`;
    expect((await api.as("operator", "GET", subscription)).status).toBe(404);
    const started = await api.as("operator", "PUT", subscription, { plan: "starter" });
    expect(started.body).toMatchObject({
      change: "started",
      status: "trial",
      plan: "starter",
      period: { isTrial: true, timeZone: "Asia/Jakarta" },
    });
  });

  test("moves up at once, down with the next period, and ends with its period", async () => {
    const change = async (body: object) => api.as("operator", "PUT", `${path}/subscription`, body);
    expect((await change({ plan: "growth" })).body).toMatchObject({ change: "upgrade", plan: "growth" });
    expect((await change({ plan: "starter" })).body).toMatchObject({
      change: "downgrade",
      plan: "growth",
      pendingPlan: "starter",
    });
    expect((await change({ plan: "starter", cancelAtPeriodEnd: true })).status).toBe(409);
    expect((await change({ plan: "growth", cancelAtPeriodEnd: true })).body).toMatchObject({
      change: "canceled",
      cancelAtPeriodEnd: true,
      pendingPlan: null,
    });
    expect((await change({ plan: "growth" })).body).toMatchObject({
      change: "kept",
      cancelAtPeriodEnd: false,
    });
    const log = await api.as("operator", "GET", `/audit-log?tenantId=${tenantId}&subjectType=subscription`);
    expect(log.body.data.map(({ action }) => action)).toEqual([
      "subscription.kept",
      "subscription.canceled",
      "subscription.downgrade",
      "subscription.upgrade",
    ]);
  });

  test("is not changed by whoever has not seen its last change", async () => {
    const { headers, body } = await api.as("operator", "GET", `${path}/subscription`);
    const etag = headers.get("etag") ?? "";
    expect(etag).toBe(`"${body.version}"`);
    const first = await api.as(
      "operator",
      "PUT",
      `${path}/subscription`,
      { plan: "growth" },
      { "if-match": etag },
    );
    expect(first.status).toBe(200);
    const second = await api.as(
      "operator",
      "PUT",
      `${path}/subscription`,
      { plan: "starter" },
      { "if-match": etag },
    );
    expect(second.status).toBe(412);
  });
});

describe("a deposit", () => {
  test("is recorded once by its reference", async () => {
    const first = await pay(1_000, "transfer 1");
    expect(first).toMatchObject({ status: 201, body: { balanceMinor: 1_000, isRepeated: false } });
    const again = await pay(1_000, "transfer 1");
    expect(again.body).toMatchObject({
      depositId: first.body["depositId"],
      balanceMinor: 1_000,
      isRepeated: true,
    });
    expect(await pay(2_000, "transfer 1")).toMatchObject({
      status: 409,
      body: { errors: [{ field: "reference" }] },
    });
  });

  test("is recorded once also when it is sent many times at once", async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, async () => pay(700, "transfer 2")));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 201));
    expect(answers.filter(({ body }) => body["isRepeated"] === false)).toHaveLength(1);
    expect((await quota()).body).toMatchObject({ deposit: { balanceMinor: 700 } });
  });

  test("pays what is owed and brings the bot back", async () => {
    await use(150);
    expect((await quota()).body).toMatchObject({ state: "exhausted", deposit: { owedMinor: 100 } });
    expect((await pay(150)).body).toMatchObject({ balanceMinor: 50, owedMinor: 0 });
    expect((await quota()).body).toMatchObject({ state: "ok" });
  });

  test("has a ledger of all that moved it, newest first, a page after the other", async () => {
    await pay(1_000);
    await use(110);
    await use(10);
    const first = await api.as("operator", "GET", `${path}/deposit/ledger?limit=2`);
    expect(first.body.data).toMatchObject([
      { kind: "overage", amountMinor: -20, balanceMinor: 960, allowance: "messages" },
      { kind: "overage", amountMinor: -20, balanceMinor: 980, allowance: "messages" },
    ]);
    const rest = await api.as(
      "operator",
      "GET",
      `${path}/deposit/ledger?limit=2&cursor=${first.body.nextCursor}`,
    );
    expect(rest.body).toMatchObject({ data: [{ kind: "top_up", balanceMinor: 1_000 }], nextCursor: null });
  });

  test("is recorded by an operator only", async () => {
    const answer = await api.as("admin", "POST", `${path}/deposit`, {
      amountMinor: 1,
      currency: "USD",
      reference: "x",
    });
    expect(answer.status).toBe(403);
  });
});

test("plans are shown as they are sold now", async () => {
  const { body } = await api.as("admin", "GET", "/billing/plans");
  expect(body.data.map(({ plan }) => plan)).toEqual(["starter", "growth", "enterprise"]);
  expect(body.data[0]).toMatchObject({ version: 3, feeMinor: 3_000, currency: "USD" });
});
