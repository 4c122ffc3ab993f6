import { randomInt, randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { DataOf } from "../../shared/contracts/topics.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import type { Outlet } from "../../shared/db/schema.d.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { buildEvent } from "../../shared/testing/builders.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { handle } from "./handle.ts";
import { accountFunction } from "./services.ts";

const [acme, globex] = seedData;
let database: TestDatabase;
let services: TestServices<typeof accountFunction>;
/** An account of several numbers. */
let wabaId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  services = createTestServices(accountFunction, database, { LOOKUP_LIFETIME_MS: "3600000" });
});
beforeEach(() => {
  wabaId = randomUUID();
});
afterAll(async () => {
  await services.close();
  await database.drop();
});

type Data = DataOf<"account.updated">;

async function tell(field: string, value: unknown, more: Partial<Data> = {}): Promise<string> {
  const receivedAt = new Date().toISOString();
  const event = buildEvent("account.updated", { wabaId, receivedAt, field, value, ...more });
  return (await handle(event, services)).outcome;
}

async function addOutlet(
  tenantId: string,
  more: Partial<Pick<Outlet, "status" | "display_phone_number">> = {},
) {
  const phone = `62811${randomInt(1e7, 1e8)}`;
  const phoneNumberId = randomUUID();
  const { id } = await inTenant(database.db, tenantId, async (trx) =>
    trx
      .insertInto("outlets")
      .values({
        name: "Shop",
        status: "active",
        waba_phone_number: `+${phone}`,
        waba_phone_number_id: phoneNumberId,
        waba_business_account_id: wabaId,
        access_token_ciphertext: Buffer.from("token"),
        ...more,
      })
      .returning("id")
      .executeTakeFirstOrThrow(),
  );
  return { id, phone, phoneNumberId, read: async () => readOutlet(id) };
}

async function readOutlet(id: string): Promise<Outlet> {
  return database.adminDb.selectFrom("outlets").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
}

async function keptBy(): Promise<string[]> {
  const rows = await database.adminDb
    .selectFrom("account_events")
    .select("tenant_id")
    .where("waba_business_account_id", "=", wabaId)
    .execute();
  return rows.map(({ tenant_id: tenantId }) => tenantId);
}

const addressBook = (phone: string) => ({
  state_sync: [{ type: "contact", action: "add", contact: { full_name: "Sari", phone_number: phone } }],
});
const preference = (phone: string) => ({
  user_preferences: [{ wa_id: phone, category: "marketing_messages", value: "stop" }],
});
const template = { message_template_name: "shipped", message_template_language: "en", event: "APPROVED" };
const stop = (more: object = {}) => ({ event: "PARTNER_REMOVED", ...more });
const restore = (more: object = {}) => ({ event: "PARTNER_ADDED", ...more });

describe("news of an account reaches", () => {
  test.each([
    ["smb_app_state_sync", addressBook("6281100000001")],
    ["user_preferences", preference("6281100000002")],
    ["message_template_status_update", template],
    ["account_update", stop()],
  ])("nobody who only typed its id: %s", async (field, value) => {
    await addOutlet(globex.id, { status: "unverified" });
    await addOutlet(globex.id, { status: "moved" });
    await expect(tell(field, value)).rejects.toMatchObject({
      code: "unknown-number",
      named: { businessAccountId: wabaId },
    });
    const owner = await addOutlet(acme.id);
    await tell(field, value, { phoneNumberId: owner.phoneNumberId });
    expect(await keptBy()).toEqual([acme.id]);
  });

  test("nobody, of a number without an outlet, though others of the account have some", async () => {
    await addOutlet(acme.id);
    const phoneNumberId = randomUUID();
    const number = "6281100000003";
    for (const [field, value, more] of [
      ["smb_app_state_sync", addressBook(number), { phoneNumberId }],
      ["user_preferences", preference(number), { phoneNumberId }],
      ["account_update", stop({ phone_number: number }), {}],
      ["phone_number_quality_update", { display_phone_number: number, event: "FLAGGED" }, {}],
    ] as const)
      await expect(tell(field, value, more)).rejects.toMatchObject({ code: "unknown-number" });
    expect(await keptBy()).toEqual([]);
  });

  test("nobody, of a customer, where it does not say of which of several numbers", async () => {
    await addOutlet(acme.id);
    await addOutlet(globex.id);
    await expect(tell("smb_app_state_sync", addressBook("628110000004"))).rejects.toMatchObject({
      code: "no-number",
    });
    expect(await keptBy()).toEqual([]);
  });

  test("each tenant that has proven a number of it, where it is the account's own", async () => {
    await addOutlet(acme.id);
    await addOutlet(globex.id);
    await addOutlet(globex.id, { status: "unverified" });
    await tell("message_template_status_update", template);
    expect((await keptBy()).toSorted()).toEqual([acme.id, globex.id]);
  });

  test("the number's new owner at once, whatever the instance remembers", async () => {
    const former = await addOutlet(acme.id);
    const { phoneNumberId } = former;
    await tell("user_preferences", preference("6281100000005"), { phoneNumberId });
    await database.adminDb
      .updateTable("outlets")
      .set({ status: "moved" })
      .where("id", "=", former.id)
      .execute();
    const owner = await addOutlet(globex.id);
    await database.adminDb
      .updateTable("outlets")
      .set({ waba_phone_number_id: phoneNumberId })
      .where("id", "=", owner.id)
      .execute();
    await tell("user_preferences", preference("6281100000006"), { phoneNumberId });
    expect(await keptBy()).toEqual([acme.id, globex.id]);
  });
});

describe("news of what may be sent", () => {
  test("that names a number concerns that number alone, by WhatsApp's word and not by what was typed", async () => {
    const [one, other] = [await addOutlet(acme.id), await addOutlet(acme.id)];
    await addOutlet(globex.id, { display_phone_number: "+62 899 0000" });
    expect(await tell("account_update", stop({ phone_number: `+${one.phone}` }))).toContain("paused");
    expect(await one.read()).toMatchObject({ status: "paused", status_reason: "access-removed" });
    expect(await other.read()).toMatchObject({ status: "active" });
    expect(await keptBy()).toEqual([acme.id]);
  });

  test("is newer or older within its account, not within its tenant", async () => {
    const first = await addOutlet(acme.id);
    await tell("account_update", stop(), { occurredAt: new Date(Date.now() - 1_000).toISOString() });
    expect(await first.read()).toMatchObject({ status: "paused" });
    wabaId = randomUUID();
    const second = await addOutlet(acme.id);
    expect(
      await tell("account_update", stop(), { occurredAt: new Date(Date.now() - 60_000).toISOString() }),
    ).toBe("paused");
    expect(await second.read()).toMatchObject({ status: "paused" });
  });

  test("of a number and of the whole account follow their own times, in whatever order they come", async () => {
    const at = (seconds: number) => ({
      occurredAt: new Date(Date.now() - 100_000 + seconds * 1_000).toISOString(),
    });
    const [one, other] = [await addOutlet(acme.id), await addOutlet(acme.id)];
    await tell("account_update", restore(), at(30));
    expect(await tell("account_update", stop({ phone_number: one.phone }), at(20))).toBe("stale");
    expect(await one.read()).toMatchObject({ status: "active" });
    await tell("account_update", stop({ phone_number: one.phone }), at(50));
    await tell("account_update", stop(), at(35));
    await tell("account_update", restore(), at(40));
    expect(await one.read()).toMatchObject({ status: "paused" });
    expect(await other.read()).toMatchObject({ status: "active" });
    await tell("account_update", restore(), at(60));
    expect(await one.read()).toMatchObject({ status: "active" });
  });
});

describe("a restriction", () => {
  const seconds = (fromNow: number) => Math.floor(Date.now() / 1000) + fromNow;
  const restricted = (...ends: (number | string | undefined)[]) => ({
    event: "ACCOUNT_RESTRICTION",
    restriction_info: ends.map((expiration) => ({
      restriction_type: "RESTRICTED_CUSTOMER_INITIATED_MESSAGING",
      expiration,
    })),
  });

  test("ends when the last of it does, where all of it does", async () => {
    const outlet = await addOutlet(acme.id);
    const last = seconds(7_200);
    expect(await tell("account_update", restricted(seconds(60), String(last)))).toBe("paused");
    expect(await outlet.read()).toMatchObject({ status: "paused", paused_until: new Date(last * 1000) });
    expect(await tell("account_update", restricted(last, undefined))).toBe("paused");
    expect(await outlet.read()).toMatchObject({ status: "paused", paused_until: null });
  });

  test("that is over is not applied", async () => {
    const outlet = await addOutlet(acme.id);
    expect(await tell("account_update", restricted(seconds(-60)))).toBe("over");
    expect(await outlet.read()).toMatchObject({ status: "active" });
  });
});
