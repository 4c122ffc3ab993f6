import { randomInt, randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { DataOf } from "../../shared/contracts/topics.ts";
import { seed } from "../../emulators/stack/seed.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { buildEvent } from "../../shared/testing/builders.ts";
import { createChat } from "../../shared/testing/chat.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { createTestServices, testSecretsKey, type TestServices } from "../../shared/testing/services.ts";
import { handle } from "./handle.ts";
import { accountFunction } from "./services.ts";

const [acme, globex] = seedData;
let database: TestDatabase;
let services: TestServices<typeof accountFunction>;

beforeAll(async () => {
  database = await createTestDatabase();
  await seed(database.ownerUrl, testSecretsKey);
  services = createTestServices(accountFunction, database);
});
afterEach(() => void services.bus.events.splice(0));
afterAll(async () => {
  await services.close();
  await database.drop();
});

type Data = DataOf<"account.updated">;

function told(field: string, value: unknown, more: Partial<Data> = {}) {
  const wabaId = acme.outlet.businessAccountId;
  return buildEvent("account.updated", {
    wabaId,
    receivedAt: new Date().toISOString(),
    field,
    value,
    ...more,
  });
}

async function tell(field: string, value: unknown, more: Partial<Data> = {}): Promise<unknown> {
  return (await handle(told(field, value, more), services)).outcome;
}

async function outlet(id = acme.outlet.id) {
  return database.adminDb.selectFrom("outlets").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
}

describe("a template", () => {
  const news = (name: string, more: object) => ({
    message_template_name: name,
    message_template_language: "en",
    ...more,
  });

  async function store(name: string) {
    await database.adminDb
      .insertInto("message_templates")
      .values({
        tenant_id: acme.id,
        waba_business_account_id: acme.outlet.businessAccountId,
        name,
        language: "en",
        category: "UTILITY",
        status: "PENDING",
      })
      .execute();
    return async () =>
      database.adminDb
        .selectFrom("message_templates")
        .selectAll()
        .where("name", "=", name)
        .executeTakeFirstOrThrow();
  }

  test("takes over its status, quality and category", async () => {
    const read = await store("shipped");
    await tell(
      "message_template_status_update",
      news("shipped", { event: "PAUSED", reason: "NONE", other_info: { description: "Low quality" } }),
    );
    await tell("message_template_quality_update", news("shipped", { new_quality_score: "RED" }));
    await tell("template_category_update", news("shipped", { new_category: "MARKETING" }));
    expect(await read()).toMatchObject({
      status: "PAUSED",
      reason: "Low quality",
      quality: "RED",
      category: "MARKETING",
    });
    await tell("message_template_status_update", news("shipped", { event: "REINSTATED" }));
    expect(await read()).toMatchObject({ status: "APPROVED", reason: null });
  });

  test("keeps its newest status, whatever comes late", async () => {
    const read = await store("late");
    const at = (seconds: number) => ({
      occurredAt: new Date(1_795_000_000_000 + seconds * 1000).toISOString(),
    });
    await tell("message_template_status_update", news("late", { event: "APPROVED" }), at(20));
    expect(await tell("message_template_status_update", news("late", { event: "PAUSED" }), at(10))).toBe(
      "stale",
    );
    expect(await read()).toMatchObject({ status: "APPROVED" });
  });

  test("that is not stored is left to the next sync, and the news is kept", async () => {
    expect(await tell("message_template_status_update", news("elsewhere", { event: "APPROVED" }))).toBe(
      "unknown-template",
    );
  });

  test("keeps its status when it is only flagged", async () => {
    const read = await store("flagged");
    expect(await tell("message_template_status_update", news("flagged", { event: "FLAGGED" }))).toBe("kept");
    expect(await read()).toMatchObject({ status: "PENDING" });
  });
});

describe("an account that Meta", () => {
  test("disables holds what is to be sent, and goes on when it is reinstated", async () => {
    const chat = await createChat(database.db, acme);
    await chat.customerWrites("hello");
    const messageId = await chat.queueReply("Yes");
    const disable = { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: "DISABLE" } };
    expect(await tell("account_update", disable)).toBe("paused");
    expect(await outlet()).toMatchObject({ status: "paused", status_reason: "account-disabled" });
    expect(await outlet(globex.outlet.id)).toMatchObject({ status: "active" });
    const reinstate = { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: "REINSTATE" } };
    expect(await tell("account_update", reinstate)).toBe("resumed");
    expect(await outlet()).toMatchObject({ status: "active", status_reason: null });
    expect(services.bus.of("message.queued").map(({ data }) => data.messageId)).toContain(messageId);
  });

  test.each([
    ["answers to customers are paused", "RESTRICTED_CUSTOMER_INITIATED_MESSAGING", "paused"],
    ["what the business begins is kept", "RESTRICTED_BIZ_INITIATED_MESSAGING", "kept"],
  ])("restricts so that %s", async (_what, type, outcome) => {
    const restriction = { event: "ACCOUNT_RESTRICTION", restriction_info: [{ restriction_type: type }] };
    expect(await tell("account_update", restriction, { wabaId: globex.outlet.businessAccountId })).toBe(
      outcome,
    );
  });

  test("reinstates does not resume what somebody paused for another reason", async () => {
    await database.adminDb
      .updateTable("outlets")
      .set({ status: "paused", status_reason: "token-invalid" })
      .where("id", "=", acme.outlet.id)
      .execute();
    expect(await tell("account_update", { event: "ACCOUNT_RECONNECTED" })).toBe("not-paused");
    expect(await outlet()).toMatchObject({ status: "paused" });
    await database.adminDb.updateTable("outlets").set({ status: "active", status_reason: null }).execute();
  });
});

test("a number's higher throughput is stored, found by how people write the number", async () => {
  const value = { display_phone_number: (await outlet()).waba_phone_number, event: "THROUGHPUT_UPGRADE" };
  expect(await tell("phone_number_quality_update", value)).toBe("number-quality");
  expect(await outlet()).toMatchObject({ throughput_level: "HIGH" });
});

describe("the address book of the phone app", () => {
  const phone = () => `62812${randomInt(1e7, 1e8)}`;
  const sync = (number: string, action: string, seconds: number) => ({
    state_sync: [
      {
        type: "contact",
        action,
        contact: { full_name: `Sari ${seconds}`, phone_number: `+${number}` },
        metadata: { timestamp: String(1_795_000_000 + seconds) },
      },
    ],
  });
  const named = async (number: string) =>
    database.adminDb
      .selectFrom("contacts")
      .select(["address_book_name"])
      .where("phone", "=", number)
      .execute();

  test("names contacts, and takes the name away again", async () => {
    const number = phone();
    expect(await tell("smb_app_state_sync", sync(number, "add", 1))).toBe("address-book");
    expect(await named(number)).toEqual([{ address_book_name: "Sari 1" }]);
    await tell("smb_app_state_sync", sync(number, "remove", 2));
    expect(await named(number)).toEqual([{ address_book_name: null }]);
  });

  test("says the same in the wrong order", async () => {
    const number = phone();
    await tell("smb_app_state_sync", sync(number, "remove", 9));
    expect(await tell("smb_app_state_sync", sync(number, "add", 3))).toBe("stale");
    expect(await named(number)).toEqual([{ address_book_name: null }]);
  });
});

test("what a customer wants no more of is kept with the contact, by number or user id", async () => {
  const phone = `62813${randomInt(1e7, 1e8)}`;
  const want = (value: string, seconds: number) => ({
    user_preferences: [
      {
        wa_id: phone,
        category: "marketing_messages",
        value,
        detail: "User said so",
        timestamp: 1_795_000_000 + seconds,
      },
    ],
  });
  expect(await tell("user_preferences", want("stop", 5))).toBe("preference");
  expect(await tell("user_preferences", want("resume", 1))).toBe("stale");
  const kept = await database.adminDb
    .selectFrom("consents")
    .innerJoin("contacts", "contacts.id", "consents.contact_id")
    .select(["consents.action", "consents.source"])
    .where("contacts.phone", "=", phone)
    .execute();
  expect(kept).toEqual([{ action: "opt_out", source: "whatsapp" }]);
});

describe("news", () => {
  test("delivered twice is kept and followed once", async () => {
    const event = told("account_alerts", { alert_info: { alert_type: randomUUID() } });
    expect((await handle(event, services)).outcome).toBe("kept");
    expect((await handle(event, services)).outcome).toBe("duplicate");
  });

  test("of a number goes to its tenant, of an account that several share to each", async () => {
    const mark = { alert_info: { alert_type: randomUUID() } };
    await tell("account_alerts", mark, {
      wabaId: globex.outlet.businessAccountId,
      phoneNumberId: globex.outlet.phoneNumberId,
    });
    const kept = await database.adminDb.selectFrom("account_events").select(["tenant_id", "value"]).execute();
    const own = kept.filter(({ value }) => JSON.stringify(value).includes(mark.alert_info.alert_type));
    expect(own).toMatchObject([{ tenant_id: globex.id }]);
  });

  test.each([null, 5, "text", [], { event: {} }, { state_sync: [5] }])(
    "of any shape is kept: %j",
    async (value) => {
      for (const field of ["account_update", "smb_app_state_sync", "user_preferences", "brand_new"]) {
        const outcome = await tell(field, value, { occurredAt: new Date(randomInt(1e12)).toISOString() });
        expect(outcome).toBe("kept");
      }
    },
  );

  test("of an account that nobody has is refused for good", async () => {
    await expect(tell("account_alerts", {}, { wabaId: "999" })).rejects.toMatchObject({
      code: "unknown-number",
    });
  });
});

describe("a conversation that another app passes on", () => {
  test("comes with what was said in it, told twice or not", async () => {
    const chat = await createChat(database.db, acme);
    const value = {
      sender: { phone_number: chat.phone },
      recipient: { phone_number_id: acme.outlet.phoneNumberId },
      type: "control_passed",
      timestamp: "1795000000",
      control_passed: { conversation_context: { type: "summary", summary: { text: "Asked for a tent." } } },
    };
    const event = told("messaging_handovers", value);
    expect(await handle(event, services)).toMatchObject({ outcome: "handover" });
    expect(await handle(event, services)).toMatchObject({ outcome: "duplicate" });
    expect((await chat.conversation()).handoff_summary).toBe("Asked for a tent.");
  });
});

test("news from a clock that is ahead does not outdate what comes after it", async () => {
  const value = (quality: string) => ({
    message_template_name: "clock",
    message_template_language: "en-US",
    new_quality_score: quality,
  });
  const future = new Date(Date.now() + 3_600_000).toISOString();
  await handle(told("message_template_quality_update", value("RED"), { occurredAt: future }), services);
  const later = await handle(told("message_template_quality_update", value("GREEN")), services);
  expect(later).not.toMatchObject({ outcome: "stale" });
  const kept = await database.adminDb
    .selectFrom("account_events")
    .select("subject")
    .where("subject", "like", "clock/%")
    .execute();
  expect(new Set(kept.map(({ subject }) => subject))).toEqual(new Set(["clock/en_US"]));
});
