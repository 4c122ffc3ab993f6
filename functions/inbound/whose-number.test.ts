import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { handleDelivery } from "../../shared/runtime/on-event.ts";
import { awaitLockWait } from "../../shared/testing/await-lock-wait.ts";
import { buildDelivery, buildTextMessage } from "../../shared/testing/builders.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { handle } from "./handle.ts";
import { newPhone, received } from "./testing/arrivals.ts";
import { inboundFunction } from "./services.ts";

const [acme, globex] = seedData;
let database: TestDatabase;
/** An instance that remembers for long, as a running one does. */
let services: TestServices<typeof inboundFunction>;
let number: { phoneNumberId: string; wabaId: string };

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => database.drop());
beforeEach(() => {
  services = createTestServices(inboundFunction, database, { LOOKUP_LIFETIME_MS: "3600000" });
  number = { phoneNumberId: randomUUID(), wabaId: randomUUID() };
});
afterEach(async () => services.close());

async function addOutlet(
  tenantId: string,
  status: "active" | "unverified" | "disabled",
  wabaId = number.wabaId,
) {
  return inTenant(database.db, tenantId, async (trx) => {
    const { id } = await trx
      .insertInto("outlets")
      .values({
        name: "Shop",
        status,
        waba_phone_number: "+628123456789",
        waba_phone_number_id: number.phoneNumberId,
        waba_business_account_id: wabaId,
      })
      .returning("id")
      .executeTakeFirstOrThrow();
    return id;
  });
}

async function setOutlet(id: string, change: { status?: "active" | "moved"; waba_phone_number_id?: string }) {
  await database.adminDb.updateTable("outlets").set(change).where("id", "=", id).execute();
}

function text() {
  return received(buildTextMessage("Halo", { from: newPhone() }), number);
}

async function storedAt(event: ReturnType<typeof text>) {
  const rows = await database.adminDb
    .selectFrom("messages")
    .select(["tenant_id", "outlet_id"])
    .where("wamid", "=", String(event.data.message["id"]))
    .execute();
  return rows.map(({ outlet_id: outletId }) => outletId);
}

async function letters() {
  return database.adminDb
    .selectFrom("dead_letters")
    .selectAll()
    .where("waba_phone_number_id", "=", number.phoneNumberId)
    .execute();
}

test("who types another's number gets nothing of it, however many do", async () => {
  await addOutlet(globex.id, "unverified");
  const before = text();
  await expect(handle(before, services)).rejects.toMatchObject({ code: "unknown-number" });
  const owner = await addOutlet(acme.id, "active");
  const event = text();
  await handle(event, services);
  expect(await storedAt(event)).toEqual([owner]);
  expect(await storedAt(before)).toEqual([]);
});

test("who has proven the number with another account than the webhook names gets nothing", async () => {
  await addOutlet(globex.id, "active", "another-account");
  await expect(handle(text(), services)).rejects.toMatchObject({ code: "unknown-number" });
});

test("what comes for a number that nobody has proven is kept once, with the number and the account", async () => {
  const delivery = buildDelivery(text());
  for (const _ of ["first", "again"])
    expect(
      await handleDelivery("inbound", delivery, async (given) => handle(given, services), services),
    ).toBe(204);
  expect(await letters()).toMatchObject([
    {
      tenant_id: null,
      reason_code: "unknown-number",
      function_name: "inbound",
      waba_business_account_id: number.wabaId,
      replayed_at: null,
    },
  ]);
  expect(services.lines.filter(({ severity }) => severity === "ERROR")).toEqual([]);
});

test.each(["moved", "renumbered"])(
  "a number that is %s goes with its new owner at once, whatever the instance remembers",
  async (way) => {
    const former = await addOutlet(acme.id, "active");
    await handle(text(), services);
    await setOutlet(former, way === "moved" ? { status: "moved" } : { waba_phone_number_id: randomUUID() });
    const between = text();
    await expect(handle(between, services)).rejects.toMatchObject({ code: "unknown-number" });
    const owner = await addOutlet(globex.id, "active");
    const event = text();
    expect(await handle(event, services)).toMatchObject({ outcome: "stored" });
    expect(await storedAt(event)).toEqual([owner]);
    expect(await storedAt(between)).toEqual([]);
  },
);

test("a message on its way waits for the number's move, and is the new owner's", async () => {
  const former = await addOutlet(acme.id, "active");
  await handle(text(), services);
  const event = text();
  let handled: Promise<unknown> | undefined;
  await inTenant(database.db, acme.id, async (trx) => {
    await trx.selectFrom("outlets").select("id").where("id", "=", former).forUpdate().execute();
    await trx.updateTable("outlets").set({ status: "moved" }).where("id", "=", former).execute();
    handled = handle(event, services).catch((error: unknown) => error);
    await awaitLockWait(database.adminDb, "inbound");
  });
  await handled;
  expect(await storedAt(event)).toEqual([]);
  const owner = await addOutlet(globex.id, "active");
  await handle(event, services);
  expect(await storedAt(event)).toEqual([owner]);
});

test("a tenant that is suspended, or is to be erased, is so with the next message", async () => {
  await addOutlet(acme.id, "active");
  expect(await handle(text(), services)).toMatchObject({ handling: "bot" });
  const set = async (status: "active" | "suspended" | "erasing") =>
    database.adminDb.updateTable("tenants").set({ status }).where("id", "=", acme.id).execute();
  await set("suspended");
  expect(await handle(text(), services)).toMatchObject({ handling: "human" });
  await set("erasing");
  expect(await handle(text(), services)).toEqual({ outcome: "tenant-erasing" });
  await set("active");
});
