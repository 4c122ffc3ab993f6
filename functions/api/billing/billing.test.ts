import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { getDocumentProxy, extractText } from "unpdf";
import { closePeriod } from "../../../shared/db/billing/close-period.ts";
import { findDrift } from "../../../shared/db/billing/find-drift.ts";
import { inTenant } from "../../../shared/db/tenant-scope.ts";
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

describe("an invoice", () => {
  async function invoiced() {
    const started = new Date(Date.now() - 40 * 86_400_000);
    ({ tenantId, outletId } = await createBilledTenant(api.database.db, { now: started, depositMinor: 15 }));
    path = `/billing/tenants/${tenantId}`;
    await use(110, { occurredAt: new Date(started.getTime() + 86_400_000).toISOString() });
    const period = await api.database.adminDb
      .selectFrom("billing_periods")
      .select("id")
      .where("tenant_id", "=", tenantId)
      .orderBy("starts_at")
      .executeTakeFirstOrThrow();
    await inTenant(api.database.db, tenantId, async (trx) =>
      closePeriod(trx, tenantId, period.id, new Date()),
    );
    return (await api.as("operator", "GET", `${path}/invoices`)).body.data;
  }

  test("holds the fee and the overage of its period, and what the deposit has paid of it", async () => {
    const [invoice, ...others] = await invoiced();
    expect(others).toEqual([]);
    expect(invoice).toMatchObject({
      number: 1,
      totalMinor: 3_020,
      paidMinor: 15,
      dueMinor: 3_005,
      lines: [
        { kind: "subscription", amountMinor: 3_000 },
        { kind: "overage", quantity: 10, priceMinor: 2, perUnits: 1, amountMinor: 20 },
      ],
    });
    const one = await api.as("operator", "GET", `${path}/invoices/${invoice?.id}`);
    expect(one.body).toEqual(invoice);
    expect(await inTenant(api.database.db, tenantId, findDrift)).toEqual([]);
  });

  test("takes what comes after its period was closed onto the next, and stays as it was", async () => {
    const [before] = await invoiced();
    const late = new Date(Date.now() - 39 * 86_400_000).toISOString();
    expect((await use(5, { occurredAt: late })).body).toMatchObject({ isCounted: true });
    const [after] = (await api.as("operator", "GET", `${path}/invoices`)).body.data;
    expect(after).toEqual(before);
    const movements = await api.database.adminDb
      .selectFrom("ledger_transactions")
      .select("kind")
      .where("tenant_id", "=", tenantId)
      .orderBy("id", "desc")
      .execute();
    expect(movements[0]).toEqual({ kind: "adjustment" });
    expect(await inTenant(api.database.db, tenantId, findDrift)).toEqual([]);
  });

  test("is a PDF that says the same", async () => {
    const [invoice] = await invoiced();
    await api.database.adminDb
      .updateTable("tenants")
      .set({ name: "Café 東京" })
      .where("id", "=", tenantId)
      .execute();
    const response = await api.handle(
      new Request(`http://localhost/api/v1${path}/invoices/${invoice?.id}/pdf`, {
        headers: { authorization: `Bearer ${api.tokens.operator}` },
      }),
      { address: "127.0.0.1" } as never,
    );
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/pdf"]);
    const document = await getDocumentProxy(new Uint8Array(await response.arrayBuffer()));
    const { text } = await extractText(document, { mergePages: true });
    for (const part of ["Invoice 1", "Café ??", "USD 30.00", "USD 0.20", "USD 30.20", "USD 30.05"]) {
      expect(text).toContain(part);
    }
  });

  test("of another tenant is not there", async () => {
    const [invoice] = await invoiced();
    const answer = await api.as("other", "GET", `${path}/invoices/${invoice?.id}/pdf`);
    expect(answer.status).toBe(404);
  });
});

test("plans are shown as they are sold now", async () => {
  const { body } = await api.as("admin", "GET", "/billing/plans");
  expect(body.data.map(({ plan }) => plan)).toEqual(["starter", "growth", "enterprise"]);
  expect(body.data[0]).toMatchObject({ version: 2, feeMinor: 3_000, currency: "USD" });
});
