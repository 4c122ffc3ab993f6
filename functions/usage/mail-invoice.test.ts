import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { EventOf } from "../../shared/contracts/topics.ts";
import { closePeriod } from "../../shared/billing/close-period.ts";
import { collectOverdue } from "../../shared/billing/collect-overdue.ts";
import type { NewNotice } from "../../shared/billing/queries/invoice-notices.ts";
import { payInvoice } from "../../shared/billing/pay-invoice.ts";
import { inTenant, type TenantTransaction } from "../../shared/db/tenant-scope.ts";
import { type BilledTenant, createBilledTenant } from "../../shared/testing/billing.ts";
import { buildEvent } from "../../shared/testing/builders.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { createHandler } from "./handle.ts";
import { usageFunction } from "./services.ts";
import { handling } from "../../shared/testing/handling.ts";

const handle = handling(createHandler);

const closed = new Date("2026-02-10T06:00:00Z");
const overdue = new Date("2026-02-25T06:00:00Z");

let database: TestDatabase;
let services: TestServices<typeof usageFunction>;
let mailFolder: string;
let tenant: BilledTenant;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => database.drop());
beforeEach(async () => {
  mailFolder = await mkdtemp(join(tmpdir(), "mail-"));
  services = createTestServices(usageFunction, database, { MAIL_URL: pathToFileURL(mailFolder).href });
  tenant = await createBilledTenant(database.db, { now: new Date("2026-01-10T00:00:00Z") });
  await scoped(async (trx) => trx.updateTable("tenants").set({ default_language: "id" }).execute());
  return async () => services.close();
});

async function scoped<T>(work: (trx: TenantTransaction) => Promise<T>): Promise<T> {
  return inTenant(database.db, tenant.tenantId, work);
}

async function issue(): Promise<{ invoiceId: string; event: EventOf<"invoice.changed"> }> {
  return scoped(async (trx) => {
    const { id } = await trx.selectFrom("billing_periods").select("id").executeTakeFirstOrThrow();
    const result = await closePeriod(trx, tenant.tenantId, id, closed);
    if (result === undefined) throw new Error("it was closed already");
    return { invoiceId: result.invoiceId, event: eventOf(result.notices[0]) };
  });
}

function eventOf(notice: NewNotice | undefined): EventOf<"invoice.changed"> {
  if (notice === undefined) throw new Error("nothing was told");
  const { id: noticeId, invoiceId, kind: change } = notice;
  return buildEvent("invoice.changed", { invoiceId, change, noticeId }, tenant.tenantId);
}

async function mails(): Promise<string[]> {
  const files = await readdir(mailFolder);
  return Promise.all(files.toSorted().map(async (file) => readFile(join(mailFolder, file), "utf8")));
}

test("an invoice is mailed to the tenant's admins in its language once, also when it is delivered twice", async () => {
  const { event } = await issue();
  expect(await handle(event, services)).toMatchObject({ outcome: "mailed", recipients: 1 });
  expect(await handle(event, services)).toEqual({ outcome: "duplicate" });
  const [mail, ...others] = await mails();
  expect(others).toEqual([]);
  expect(mail).toMatch(/^To: admin@t[0-9a-f-]+\.example\r$/m);
  expect(mail).toContain("faktur 1");
  expect(mail).toContain("24 Februari 2026");
});

test("a reminder of what has been paid in the meantime is not sent", async () => {
  const { invoiceId } = await issue();
  const { notices } = await scoped(async (trx) => collectOverdue(trx, tenant.tenantId, overdue));
  const reminder = eventOf(notices[0]);
  const payment = { amountMinor: 2_900, currency: "USD", reference: "1" };
  await scoped(async (trx) => payInvoice(trx, tenant.tenantId, invoiceId, payment, overdue));
  expect(await handle(reminder, services)).toEqual({ outcome: "paid-by-now" });
  expect(await mails()).toEqual([]);
});
