import { randomInt } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { handBack } from "../../shared/conversations/queries/conversations.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { buildEvent, buildTextMessage } from "../../shared/testing/builders.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { handle } from "./handle.ts";
import { inboundFunction } from "./services.ts";

const [acme] = seedData;
let database: TestDatabase;
let services: TestServices<typeof inboundFunction>;

beforeAll(async () => {
  database = await createTestDatabase();
  services = createTestServices(inboundFunction, database);
});
afterEach(() => void services.bus.events.splice(0));
afterAll(async () => {
  await services.close();
  await database.drop();
});

async function acmeIs(quotaState: "ok" | "exhausted" | "suspended", llmConfig: object = {}): Promise<void> {
  await database.adminDb
    .updateTable("tenants")
    .set({ quota_state: quotaState, llm_config: JSON.stringify(llmConfig) })
    .where("id", "=", acme.id)
    .execute();
}

async function say(phone: string, text = "Apakah buka hari ini?") {
  const message = buildTextMessage(text, { from: phone });
  const event = buildEvent("message.received", {
    phoneNumberId: acme.outlet.phoneNumberId,
    wabaId: acme.outlet.businessAccountId,
    receivedAt: new Date().toISOString(),
    source: "message",
    message,
  });
  return { event, outcome: await handle(event, services) };
}

async function chatOf(phone: string) {
  const messages = await database.adminDb
    .selectFrom("messages")
    .innerJoin("contacts", "contacts.id", "messages.contact_id")
    .innerJoin("conversations", "conversations.id", "messages.conversation_id")
    .select([
      "messages.id",
      "conversations.id as conversationId",
      "direction",
      "sender_type",
      "messages.status",
    ])
    .select(["body", "messages.epoch", "handled_by", "handoff_reason"])
    .where("contacts.phone", "=", phone)
    .orderBy("messages.id")
    .execute();
  return { messages, outbound: messages.filter(({ direction }) => direction === "outbound") };
}

const newPhone = () => `62811${randomInt(1e7, 1e8)}`;

describe("a customer of a tenant whose quota is exhausted", () => {
  test("is stored, counted and handed to humans, and told so in the tenant's own words", async () => {
    await acmeIs("exhausted", { notices: { quota: "Sebentar ya, kami akan membalas." } });
    const phone = newPhone();
    expect((await say(phone)).outcome).toMatchObject({ outcome: "stored", handling: "quota" });
    const { messages, outbound } = await chatOf(phone);
    expect(messages).toMatchObject([
      { direction: "inbound", handled_by: "human", handoff_reason: "quota-exhausted" },
      { direction: "outbound" },
    ]);
    expect(outbound).toMatchObject([
      {
        sender_type: "system",
        status: "queued",
        body: "Sebentar ya, kami akan membalas.",
        epoch: 2,
      },
    ]);
    expect(services.bus.of("reply.requested")).toEqual([]);
    expect(services.bus.of("message.queued")).toMatchObject([{ data: { messageId: outbound[0]?.id } }]);
    expect(services.bus.of("usage.recorded")).toHaveLength(1);
  });

  test("is told once in a period, whatever it writes and whoever had the conversation meanwhile", async () => {
    await acmeIs("exhausted");
    const phone = newPhone();
    const { event } = await say(phone);
    expect(await handle(event, services)).toEqual({ outcome: "duplicate" });
    await say(phone, "Halo?");
    const { messages } = await chatOf(phone);
    await inTenant(database.db, acme.id, async (trx) => handBack(trx, messages[0]?.conversationId ?? ""));
    expect((await say(phone, "Halo??")).outcome).toMatchObject({ handling: "quota" });
    const { outbound, messages: after } = await chatOf(phone);
    expect(outbound).toHaveLength(1);
    expect(after[0]).toMatchObject({ handled_by: "human" });
  });

  test("is told the same of a suspended account", async () => {
    await acmeIs("suspended");
    const phone = newPhone();
    await say(phone);
    const { messages, outbound } = await chatOf(phone);
    expect(messages[0]).toMatchObject({ handoff_reason: "quota-suspended" });
    expect(outbound).toHaveLength(1);
  });

  test("is answered by the bot again once the quota allows it", async () => {
    await acmeIs("ok");
    const phone = newPhone();
    expect((await say(phone)).outcome).toMatchObject({ handling: "bot" });
    expect(services.bus.of("reply.requested")).toHaveLength(1);
  });
});
