import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { extractText, getDocumentProxy } from "unpdf";
import { closePeriod } from "../../../shared/billing/close-period.ts";
import { collectOverdue } from "../../../shared/billing/collect-overdue.ts";
import { findDrift } from "../../../shared/billing/queries/find-drift.ts";
import { inTenant } from "../../../shared/db/tenant-scope.ts";
import { createBilledTenant, sellPlanVersion } from "../../../shared/testing/billing.ts";
import { createTestApi, type TestApi } from "../testing/test-api.ts";

const dayMs = 86_400_000;

let api: TestApi;
let tenantId: string;
let path: string;
let invoiceId: string;

beforeAll(async () => {
  api = await createTestApi();
  await sellPlanVersion(api.database.adminDb, "starter", { feeMinor: 3_000, paymentDays: 14 });
});
afterAll(async () => api.close());
beforeEach(async () => {
  ({ tenantId } = await createBilledTenant(api.database.db, { now: daysAgo(40) }));
  path = `/billing/tenants/${tenantId}`;
  invoiceId = await closeFirstPeriod(new Date());
});

function daysAgo(days: number): Date {
  return new Date(Date.now() - days * dayMs);
}

async function closeFirstPeriod(now: Date): Promise<string> {
  const { id } = await api.database.adminDb
    .selectFrom("billing_periods")
    .select("id")
    .where("tenant_id", "=", tenantId)
    .orderBy("starts_at")
    .executeTakeFirstOrThrow();
  const closed = await inTenant(api.database.db, tenantId, async (trx) =>
    closePeriod(trx, tenantId, id, now),
  );
  if (closed === undefined) throw new Error("it is closed already");
  return closed.invoiceId;
}

async function pay(amountMinor: number, reference: string = randomUUID(), more: object = {}) {
  const body = { amountMinor, currency: "USD", reference, ...more };
  return api.as("operator", "POST", `${path}/invoices/${invoiceId}/payments`, body);
}

async function drift() {
  return inTenant(api.database.db, tenantId, findDrift);
}

describe("an invoice that the deposit does not cover", () => {
  test("is open with a day that it is due, and is paid in parts or at once", async () => {
    const { body } = await api.as("operator", "GET", `${path}/invoices/${invoiceId}`);
    expect(body).toMatchObject({ status: "open", dueMinor: 3_000, paidMinor: 0, paidAt: null });
    const waits = Date.parse(String(body["dueAt"])) - Date.parse(String(body["issuedAt"]));
    expect(waits).toBe(14 * dayMs);
    expect((await api.as("operator", "GET", `${path}/quota`)).body).toMatchObject({
      deposit: { balanceMinor: 0, owedMinor: 0, invoicesDueMinor: 3_000 },
    });
    expect(await pay(1_000)).toMatchObject({
      status: 201,
      body: { isRepeated: false, invoice: { status: "open", dueMinor: 2_000, paidMinor: 1_000 } },
    });
    expect(await pay(2_000)).toMatchObject({
      body: { invoice: { status: "paid", dueMinor: 0, paidAt: expect.any(String) } },
    });
    expect(await drift()).toEqual([]);
  });

  test("is paid once by the payment's reference, also when it is sent many times at once", async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, async () => pay(1_000, "transfer 1")));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 201));
    expect(answers.filter(({ body }) => body["isRepeated"] === false)).toHaveLength(1);
    expect((await pay(500, "transfer 1")).body.errors).toEqual([
      {
        field: "reference",
        code: "invalid",
        in: "body",
        pointer: "#/reference",
        message: "stands for another payment",
      },
    ]);
    const { body } = await api.as("operator", "GET", `${path}/invoices/${invoiceId}`);
    expect(body).toMatchObject({ paidMinor: 1_000 });
    expect(await drift()).toEqual([]);
  });

  test.each([
    ["more than is due", 3_001, {}, 409, "amountMinor"],
    ["another currency", 10, { currency: "EUR" }, 409, "currency"],
    ["nothing", 0, {}, 400, "amountMinor"],
    ["a payment without a reference", 10, { reference: "" }, 400, "reference"],
  ])("does not take %s", async (_what, amount, more, status, field) => {
    expect(await pay(amount, "x", more)).toMatchObject({ status, body: { errors: [{ field }] } });
    expect(await drift()).toEqual([]);
  });

  test("is paid by a deposit that covers it by now", async () => {
    const body = { amountMinor: 3_100, currency: "USD", reference: randomUUID() };
    expect((await api.as("operator", "POST", `${path}/deposit`, body)).body).toMatchObject({
      balanceMinor: 100,
    });
    const { body: invoice } = await api.as("operator", "GET", `${path}/invoices/${invoiceId}`);
    expect(invoice).toMatchObject({ status: "paid", dueMinor: 0 });
    const { body: ledger } = await api.as("operator", "GET", `${path}/deposit/ledger`);
    expect(ledger.data).toMatchObject([
      { kind: "invoice_payment", amountMinor: -3_000, balanceMinor: 100 },
      { kind: "top_up", amountMinor: 3_100 },
    ]);
    const told = api.services.bus.of("invoice.changed").filter((event) => event.tenantId === tenantId);
    expect(told.map(({ data }) => data.change)).toEqual(["paid"]);
    expect(await drift()).toEqual([]);
  });

  test("shows on its PDF until when it is to be paid, and that it is paid", async () => {
    expect(await pdf()).toContain("Please pay by");
    await pay(3_000);
    expect(await pdf()).toMatch(/Paid \d{4}-\d\d-\d\d/);
  });

  async function pdf(): Promise<string> {
    const response = await api.handle(
      new Request(`http://localhost/api/v1${path}/invoices/${invoiceId}/pdf`, {
        headers: { authorization: `Bearer ${api.tokens.operator}` },
      }),
      { address: "127.0.0.1" } as never,
    );
    const document = await getDocumentProxy(new Uint8Array(await response.arrayBuffer()));
    return (await extractText(document, { mergePages: true })).text;
  }
});

test("an invoice that the deposit covers is paid from it when the period closes", async () => {
  const tenant = await createBilledTenant(api.database.db, { now: daysAgo(40), depositMinor: 3_500 });
  tenantId = tenant.tenantId;
  const id = await closeFirstPeriod(new Date());
  const { body } = await api.as("operator", "GET", `/billing/tenants/${tenantId}/invoices/${id}`);
  expect(body).toMatchObject({ status: "paid", totalMinor: 3_000, paidMinor: 3_000, dueMinor: 0 });
  expect(await drift()).toEqual([]);
});

test("the payment of all that is overdue ends a suspension, is told and is in the audit log", async () => {
  // Three visits of maintenance: a reminder, the last one, the suspension.
  for (const day of [15, 20, 25]) {
    const now = new Date(Date.now() + day * dayMs);
    await inTenant(api.database.db, tenantId, async (trx) => collectOverdue(trx, tenantId, now));
  }
  await api.database.adminDb
    .updateTable("invoices")
    .set({ due_at: daysAgo(1) })
    .where("id", "=", invoiceId)
    .execute();
  const quota = async () => (await api.as("operator", "GET", `${path}/quota`)).body["state"];
  expect(await quota()).toBe("suspended");
  expect((await pay(1_000)).body).toMatchObject({ invoice: { status: "overdue" } });
  expect(await quota()).toBe("suspended");
  await pay(2_000);
  expect(await quota()).toBe("ok");
  const { body } = await api.as("operator", "GET", `/audit-log?tenantId=${tenantId}&subjectType=invoice`);
  expect(body.data.map(({ action }) => action)).toEqual([
    "invoice.pay",
    "invoice.paid",
    "invoice.pay",
    "invoice.last-reminder",
    "invoice.overdue",
    "invoice.issued",
  ]);
  expect(await drift()).toEqual([]);
});

describe("a payment", () => {
  const payment = { amountMinor: 1, currency: "USD", reference: "x" };

  test("is recorded by an operator only", async () => {
    const answer = await api.as("other", "POST", `${path}/invoices/${invoiceId}/payments`, payment);
    expect(answer.status).toBe(403);
    const anonymous = await api.ask("POST", `/api/v1${path}/invoices/${invoiceId}/payments`, {
      body: payment,
    });
    expect(anonymous.status).toBe(401);
  });

  test("of an invoice that is not the tenant's finds none", async () => {
    const other = await createBilledTenant(api.database.db, { now: new Date() });
    for (const wrong of [
      `/billing/tenants/${other.tenantId}/invoices/${invoiceId}/payments`,
      `${path}/invoices/${randomUUID()}/payments`,
      `/billing/tenants/${randomUUID()}/invoices/${invoiceId}/payments`,
    ]) {
      expect((await api.as("operator", "POST", wrong, payment)).status).toBe(404);
    }
  });
});
