import { afterAll, beforeAll, expect, test } from "vitest";
import { getDocumentProxy, extractText } from "unpdf";
import { closePeriod } from "../../../shared/billing/close-period.ts";
import { findDrift } from "../../../shared/billing/queries/find-drift.ts";
import { inTenant } from "../../../shared/db/tenant-scope.ts";
import { createBilledTenant, sellPlanVersion } from "../../../shared/testing/billing.ts";
import { createTestApi, type TestApi } from "../testing/test-api.ts";

let api: TestApi;
let tenantId: string;
let outletId: string;
let path: string;

beforeAll(async () => {
  api = await createTestApi();
  await sellPlanVersion(api.database.adminDb, "starter", {
    feeMinor: 3_000,
    allowances: { messages: { included: 100, overage: { priceMinor: 2, perUnits: 1 } } },
  });
});
afterAll(async () => api.close());

async function use(quantity: number, more: object = {}) {
  const used = { meter: "message.outbound", quantity, outletId, ...more };
  return api.as("operator", "POST", `${path}/usage`, used);
}

/** The invoices of a tenant of the test's own, whose first period is closed. */
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
  await inTenant(api.database.db, tenantId, async (trx) => closePeriod(trx, tenantId, period.id, new Date()));
  return (await api.as("operator", "GET", `${path}/invoices`)).body.data;
}

test("an invoice holds the fee and the overage of its period, and what the deposit has paid of it", async () => {
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

test("an invoice takes what comes after its period was closed onto the next, and stays as it was", async () => {
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

test("an invoice is a PDF that says the same", async () => {
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

test("an invoice of another tenant is not there", async () => {
  const [invoice] = await invoiced();
  const answer = await api.as("other", "GET", `${path}/invoices/${invoice?.id}/pdf`);
  expect(answer.status).toBe(404);
});
