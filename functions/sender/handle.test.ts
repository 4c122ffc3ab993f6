import { randomUUID } from "node:crypto";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { seed } from "../../emulators/seed.ts";
import { bsuidOf } from "../../emulators/whatsapp/store/customer.ts";
import type { TestServer } from "../../emulators/whatsapp/testing/test-server.ts";
import type { SendOutcome } from "../../shared/clients/whatsapp.ts";
import { handOver } from "../../shared/db/conversations.ts";
import { claimSend } from "../../shared/db/messages.ts";
import { seedData } from "../../shared/db/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { awaitLockWait } from "../../shared/testing/await-lock-wait.ts";
import { buildEvent } from "../../shared/testing/builders.ts";
import { type Chat, createChat } from "../../shared/testing/chat.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { instead } from "../../shared/testing/instead.ts";
import { createTestServices, testSecretsKey, type TestServices } from "../../shared/testing/services.ts";
import { startSeededWhatsApp } from "../../shared/testing/whatsapp.ts";
import { handle as handleStatus } from "../status/handle.ts";
import { handle } from "./handle.ts";

const [acme, globex] = seedData;
const context = { attempt: 1, maxAttempts: 20 };
const dayMs = 24 * 60 * 60 * 1000;

let database: TestDatabase;
let whatsapp: TestServer;
let services: TestServices<"sender">;
/** Gives WhatsApp up soon. */
let impatient: TestServices<"sender">;
let statusServices: TestServices<"status">;

beforeAll(async () => {
  [database, whatsapp] = await Promise.all([createTestDatabase(), startSeededWhatsApp()]);
  await seed(database.ownerUrl, testSecretsKey);
  const environment = { WHATSAPP_GRAPH_URL: whatsapp.url };
  services = createTestServices("sender", database, environment);
  impatient = createTestServices("sender", database, { ...environment, WHATSAPP_TIMEOUT_MS: "250" });
  statusServices = createTestServices("status", database);
});
afterEach(async () => {
  await database.adminDb.deleteFrom("send_pacing").execute();
  await whatsapp.faults({});
  services.bus.fail(false);
});
afterAll(async () => {
  await Promise.all([services.close(), impatient.close(), statusServices.close(), whatsapp.close()]);
  await database.drop();
});

type Queued = { chat: Chat; messageId: string };

async function queue(text = "We open at 09:00.", options: { epoch?: number | null } = {}): Promise<Queued> {
  const chat = await createChat(database.db, acme);
  await chat.customerWrites("When do you open?");
  return { chat, messageId: await chat.queueReply(text, options) };
}

function eventOf({ chat, messageId }: Queued) {
  return buildEvent("message.queued", { conversationId: chat.conversationId, messageId }, chat.tenantId);
}

async function deliver(queued: Queued, given = services) {
  return handle(eventOf(queued), given, context);
}

async function sendsTo({ chat }: Queued) {
  return (await whatsapp.sends()).filter(({ to }) => to === chat.phone);
}

async function stored({ chat, messageId }: Queued) {
  return chat.message(messageId);
}

function usageOf({ messageId }: Queued) {
  return [services, impatient, statusServices]
    .flatMap(({ bus }) => bus.of("usage.recorded"))
    .filter(({ data }) => data.meter === "message.outbound" && data.subjectId === messageId);
}

/** What Meta reports of a message of ours; with our attempt's id, as it does for every message that was sent with one. */
async function report(wamid: string, word: string, callbackData?: string, more: object = {}) {
  const status = {
    id: wamid,
    status: word,
    timestamp: String(Math.floor(Date.now() / 1000)),
    recipient_id: "1",
    ...(callbackData === undefined ? {} : { biz_opaque_callback_data: callbackData }),
    ...more,
  };
  const { phoneNumberId, businessAccountId: wabaId } = acme.outlet;
  const receivedAt = new Date().toISOString();
  return handleStatus(
    buildEvent("status.received", { phoneNumberId, wabaId, receivedAt, status }),
    statusServices,
  );
}

/** The same a minute from now. */
function afterAWhile(): TestServices<"sender"> {
  return instead(services, { now: () => new Date(Date.now() + 60_000) });
}

/** The sender's services where something happens after WhatsApp has answered and before the answer is recorded. */
function afterTheCall(happens: (sent: SendOutcome) => Promise<unknown>): TestServices<"sender"> {
  return instead(services, {
    whatsapp: {
      ...services.whatsapp,
      async sendMessage(message) {
        const sent = await services.whatsapp.sendMessage(message);
        await happens(sent);
        return sent;
      },
    },
  });
}

describe("a queued message", () => {
  test("is sent once, with the attempt's id as callback data, and is counted", async () => {
    const queued = await queue("Opens at 09:00 — see https://acme.example");
    expect(await deliver(queued)).toEqual({ outcome: "accepted" });
    const sends = await sendsTo(queued);
    const message = await stored(queued);
    expect(sends).toHaveLength(1);
    expect(sends[0]).toMatchObject({
      phoneNumberId: acme.outlet.phoneNumberId,
      wamid: message.wamid,
      callbackData: message.attempt_id,
      body: { type: "text", text: { body: "Opens at 09:00 — see https://acme.example", preview_url: false } },
    });
    expect(message).toMatchObject({ status: "accepted", lease_until: null, attempt_count: 1 });
    expect(message.accepted_at).toEqual(message.sent_at);
    expect(usageOf(queued)).toHaveLength(1);
    expect(
      services.bus.of("conversation.changed").some(({ data }) => data.messageId === queued.messageId),
    ).toBe(true);
  });

  test("delivered twice is sent once", async () => {
    const queued = await queue();
    await deliver(queued);
    expect(await deliver(queued)).toEqual({ outcome: "duplicate", status: "accepted" });
    expect(await sendsTo(queued)).toHaveLength(1);
    expect(usageOf(queued)).toHaveLength(1);
  });

  test("delivered ten times at once is sent once; the others are told to come again, or that it is done", async () => {
    const queued = await queue();
    await whatsapp.faults({ send: { delayMs: 100 } });
    const results = await Promise.allSettled(Array.from({ length: 10 }, async () => deliver(queued)));
    expect(await sendsTo(queued)).toHaveLength(1);
    expect(results.filter(({ status }) => status === "fulfilled").length).toBeGreaterThanOrEqual(1);
    for (const result of results) {
      if (result.status === "rejected")
        expect(result.reason).toMatchObject({ name: "Retry", code: "in-flight" });
    }
    expect(await deliver(queued)).toEqual({ outcome: "duplicate", status: "accepted" });
    expect(usageOf(queued)).toHaveLength(1);
  });

  test("goes to a customer of whom only the business-scoped user id is known", async () => {
    const phone = "628990001112";
    await whatsapp.call("PUT", `/__phone/customers/${phone}`, { hidesPhone: true });
    await whatsapp.write(phone, "hello");
    const businessScopedUserId = businessScopedUserIdOf(phone);
    const chat = await createChat(database.db, acme, { businessScopedUserId });
    await chat.customerWrites("When do you open?");
    const queued = { chat: { ...chat, phone }, messageId: await chat.queueReply("At nine.") };
    expect(await deliver(queued)).toEqual({ outcome: "accepted" });
    expect(await sendsTo(queued)).toMatchObject([{ body: { recipient: businessScopedUserId } }]);
  });

  test("of a tenant is not there for another tenant", async () => {
    const queued = await queue();
    const event = buildEvent("message.queued", eventOf(queued).data, globex.id);
    expect(await handle(event, services, context)).toEqual({ outcome: "gone" });
    expect(await sendsTo(queued)).toEqual([]);
  });

  test("without a tenant in its event is given up for good", async () => {
    const { data } = eventOf(await queue());
    await expect(handle(buildEvent("message.queued", data), services, context)).rejects.toMatchObject({
      name: "Permanent",
      code: "no-tenant",
    });
  });
});

describe("the fence", () => {
  test("an answer to what is not the customer's last word is canceled, not sent", async () => {
    const queued = await queue();
    await queued.chat.customerWrites("And on Sundays?");
    expect(await deliver(queued)).toEqual({ outcome: "canceled", reason: "superseded" });
    expect(await sendsTo(queued)).toEqual([]);
    expect(await stored(queued)).toMatchObject({ status: "canceled", attempt_id: null });
    expect(usageOf(queued)).toEqual([]);
  });

  test("an answer made before a human took over is canceled, not sent", async () => {
    const queued = await queue();
    await takeOver(queued);
    expect(await deliver(queued)).toEqual({ outcome: "canceled", reason: "superseded" });
    expect(await sendsTo(queued)).toEqual([]);
  });

  test("the notice of a hand-over is sent whatever the customer writes meanwhile", async () => {
    const queued = await queue("A colleague will reply here.", { epoch: null });
    await takeOver(queued);
    await queued.chat.customerWrites("Hello?");
    expect(await deliver(queued)).toEqual({ outcome: "accepted" });
    expect(await sendsTo(queued)).toHaveLength(1);
  });

  test("a blocked customer gets nothing", async () => {
    const queued = await queue();
    const blocked = { blocked: true };
    await database.adminDb
      .updateTable("contacts")
      .set(blocked)
      .where("id", "=", queued.chat.contactId)
      .execute();
    expect(await deliver(queued)).toEqual({ outcome: "canceled", reason: "blocked" });
    expect(await sendsTo(queued)).toEqual([]);
  });

  test("with the 24-hour window closed it fails unsent, and a human takes over", async () => {
    const chat = await createChat(database.db, acme);
    await chat.customerWrites("When do you open?", { sentAt: new Date(Date.now() - dayMs) });
    const queued = { chat, messageId: await chat.queueReply("At nine.") };
    expect(await deliver(queued)).toEqual({ outcome: "failed", reason: "window-closed" });
    expect(await sendsTo(queued)).toEqual([]);
    expect(await stored(queued)).toMatchObject({ status: "failed", error_detail: "window-closed" });
    expect(await chat.conversation()).toMatchObject({ handled_by: "human", handoff_reason: "window-closed" });
  });

  test("an outlet without a token: it is held for whoever stores one, and nothing is claimed", async () => {
    await database.adminDb
      .updateTable("outlets")
      .set({ access_token_ciphertext: null })
      .where("id", "=", globex.outlet.id)
      .execute();
    const chat = await createChat(database.db, globex);
    await chat.customerWrites("Oi");
    const queued = { chat, messageId: await chat.queueReply("Olá!") };
    expect(await deliver(queued)).toEqual({ outcome: "held", reason: "no-token" });
    expect(await stored(queued)).toMatchObject({ status: "queued", attempt_id: null, attempt_count: 0 });
  });
});

describe("when WhatsApp refuses", () => {
  test.each([
    [130429, "a rate limit"],
    [131056, "the pair rate limit"],
  ])("%i, %s: the message waits and goes out at the next delivery", async (code) => {
    const queued = await queue();
    await whatsapp.faults({ send: { errors: [{ code, times: 1, to: queued.chat.phone }] } });
    await expect(deliver(queued)).rejects.toMatchObject({ name: "Retry", code: `error ${code}` });
    expect(await stored(queued)).toMatchObject({ status: "queued", lease_until: null });
    await expect(deliver(queued)).rejects.toMatchObject({ name: "Retry", code: "not-yet" });
    expect(await sendsTo(queued)).toEqual([]);
    expect(await deliver(queued, afterAWhile())).toEqual({ outcome: "accepted" });
    expect(await stored(queued)).toMatchObject({ status: "accepted", attempt_count: 2, not_before: null });
    expect(usageOf(queued)).toHaveLength(1);
  });

  test.each([
    [131026, "send-failed"],
    [100, "send-failed"],
    [131030, "send-failed"],
    [131047, "window-closed"],
  ])("%i for good: the message fails and a human takes over (%s)", async (code, handoffReason) => {
    const queued = await queue();
    await whatsapp.faults({ send: { errors: [{ code, times: 1, to: queued.chat.phone }] } });
    expect(await deliver(queued)).toEqual({ outcome: "failed", errorCode: code });
    expect(await stored(queued)).toMatchObject({ status: "failed", error_code: code, lease_until: null });
    expect(await queued.chat.conversation()).toMatchObject({
      handled_by: "human",
      handoff_reason: handoffReason,
    });
    expect(await deliver(queued)).toEqual({ outcome: "duplicate", status: "failed" });
    expect(await sendsTo(queued)).toEqual([]);
    expect(usageOf(queued)).toEqual([]);
  });

  test("nobody listens at its address: nothing was sent, so it waits for the next delivery", async () => {
    const queued = await queue();
    const nowhere = createTestServices("sender", database, { WHATSAPP_GRAPH_URL: await freeAddress() });
    await expect(deliver(queued, nowhere)).rejects.toMatchObject({ name: "Retry", code: "not-sent" });
    await nowhere.close();
    expect(await deliver(queued, afterAWhile())).toEqual({ outcome: "accepted" });
    expect(await sendsTo(queued)).toHaveLength(1);
  });

  test("a refusal is recorded while another function holds the conversation, and neither is sacrificed", async () => {
    const queued = await queue();
    await whatsapp.faults({ send: { errors: [{ code: 131026, times: 1, to: queued.chat.phone }] } });
    const holding = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    const other = inTenant(database.db, acme.id, async (trx) => {
      await holding.promise;
      await trx
        .selectFrom("conversations")
        .select("id")
        .where("id", "=", queued.chat.conversationId)
        .forUpdate()
        .execute();
      held.resolve();
      await awaitLockWait(database.adminDb, "sender");
      await trx.selectFrom("messages").select("id").where("id", "=", queued.messageId).forUpdate().execute();
    });
    const delivered = deliver(
      queued,
      afterTheCall(async () => {
        holding.resolve();
        await held.promise;
      }),
    );
    expect(await Promise.all([delivered, other])).toEqual([
      { outcome: "failed", errorCode: 131026 },
      undefined,
    ]);
  });
});

describe("an unknown outcome", () => {
  const ambiguous: [string, object][] = [
    ["error 131000", { errors: [{ code: 131000, times: 1 }] }],
    ["HTTP 500", { http500: { times: 1 } }],
  ];
  test.each(ambiguous)("%s: is never sent again by itself", async (_name, send) => {
    const queued = await queue();
    await whatsapp.faults({ send });
    expect(await deliver(queued)).toMatchObject({ outcome: "unknown" });
    expect(await stored(queued)).toMatchObject({ status: "unknown", lease_until: null });
    expect(await deliver(queued)).toEqual({ outcome: "duplicate", status: "unknown" });
    expect(await sendsTo(queued)).toEqual([]);
    expect(usageOf(queued)).toEqual([]);
  });

  test("a timeout after WhatsApp took it: not sent again, and its status settles it and counts it", async () => {
    const queued = await queue();
    await whatsapp.faults({
      send: { timeoutAfterAccept: { times: 1, to: queued.chat.phone }, hangMs: 5_000 },
    });
    expect(await deliver(queued, impatient)).toEqual({ outcome: "unknown", reason: "timeout" });
    expect(await deliver(queued)).toEqual({ outcome: "duplicate", status: "unknown" });
    const sends = await sendsTo(queued);
    expect(sends).toHaveLength(1);
    expect(usageOf(queued)).toEqual([]);
    expect(await report(sends[0]?.wamid ?? "", "delivered", sends[0]?.callbackData)).toEqual({
      outcome: "applied",
      status: "delivered",
    });
    expect(await stored(queued)).toMatchObject({ status: "delivered", wamid: sends[0]?.wamid });
    expect(usageOf(queued)).toHaveLength(1);
    expect(await deliver(queued)).toEqual({ outcome: "duplicate", status: "delivered" });
  });

  test("a function that died between claim and call: wait while the lease lives, then unknown; never sent", async () => {
    const queued = await queue();
    await claimFor(queued, new Date(Date.now() + 60_000));
    await expect(deliver(queued)).rejects.toMatchObject({ name: "Retry", code: "in-flight" });
    expect(await stored(queued)).toMatchObject({ status: "sending" });
    await database.adminDb
      .updateTable("messages")
      .set({ lease_until: new Date(Date.now() - 1) })
      .where("id", "=", queued.messageId)
      .execute();
    expect(await deliver(queued)).toMatchObject({ outcome: "unknown" });
    expect(await stored(queued)).toMatchObject({ status: "unknown" });
    expect(await sendsTo(queued)).toEqual([]);
  });

  test("an acceptance that comes after the claim was given up still counts, once", async () => {
    const queued = await queue();
    const late = afterTheCall(async () => {
      await database.adminDb
        .updateTable("messages")
        .set({ status: "unconfirmed", lease_until: null })
        .where("id", "=", queued.messageId)
        .execute();
    });
    expect(await deliver(queued, late)).toEqual({ outcome: "accepted" });
    expect(await stored(queued)).toMatchObject({ status: "accepted" });
    expect(usageOf(queued)).toHaveLength(1);
  });
});

describe("statuses that are faster than the acceptance", () => {
  test("a status with our attempt's id moves the message on, and the acceptance does not take it back", async () => {
    const queued = await queue();
    const overtaken = afterTheCall(async (sent) => {
      const { attempt_id } = await stored(queued);
      expect(await report(wamidOf(sent), "read", attempt_id ?? "")).toEqual({
        outcome: "applied",
        status: "read",
      });
    });
    expect(await deliver(queued, overtaken)).toEqual({ outcome: "accepted" });
    expect(await stored(queued)).toMatchObject({ status: "read", lease_until: null });
    expect(usageOf(queued)).toHaveLength(1);
  });

  test("statuses without it are parked, and joined in full when the acceptance is recorded", async () => {
    const queued = await queue();
    const overtaken = afterTheCall(async (sent) => {
      for (const word of ["delivered", "sent"]) {
        expect(await report(wamidOf(sent), word)).toEqual({ outcome: "parked", word });
      }
    });
    expect(await deliver(queued, overtaken)).toEqual({ outcome: "accepted" });
    const message = await stored(queued);
    expect(message).toMatchObject({ status: "delivered" });
    expect(message.delivered_at).not.toBeNull();
    const statuses = await database.adminDb
      .selectFrom("message_statuses")
      .select(["status", "message_id"])
      .where("wamid", "=", message.wamid ?? "")
      .execute();
    expect(statuses.map(({ message_id }) => message_id)).toEqual([queued.messageId, queued.messageId]);
    expect(usageOf(queued)).toHaveLength(1);
  });

  test("a parked failure gives the conversation to a human", async () => {
    const queued = await queue();
    const errors = [{ code: 131026, title: "Message undeliverable" }];
    const overtaken = afterTheCall(async (sent) => report(wamidOf(sent), "failed", undefined, { errors }));
    await deliver(queued, overtaken);
    expect(await stored(queued)).toMatchObject({ status: "failed", error_code: 131026 });
    expect(await queued.chat.conversation()).toMatchObject({
      handled_by: "human",
      handoff_reason: "send-failed",
    });
  });
});

test("while Pub/Sub is away the outcome is recorded all the same, and its events wait in the outbox", async () => {
  const queued = await queue();
  services.bus.fail(true);
  expect(await deliver(queued)).toEqual({ outcome: "accepted" });
  expect(await deliver(queued)).toEqual({ outcome: "duplicate", status: "accepted" });
  expect(await sendsTo(queued)).toHaveLength(1);
  const waiting = await database.adminDb.selectFrom("outbox").select("topic").orderBy("topic").execute();
  expect(waiting.map(({ topic }) => topic)).toEqual(["conversation.changed", "usage.recorded"]);
});

test("no log line holds the message's words, the phone number or the token", async () => {
  const queued = await queue("Our secret recipe is cinnamon.");
  await whatsapp.faults({ send: { errors: [{ code: 100, times: 1, to: queued.chat.phone }] } });
  await deliver(queued);
  const lines = JSON.stringify([services.lines, impatient.lines]);
  expect(lines).not.toMatch(/cinnamon/);
  expect(lines).not.toContain(queued.chat.phone);
  expect(lines).not.toContain(acme.outlet.accessToken);
});

function wamidOf(sent: SendOutcome): string {
  if (sent.kind !== "accepted") throw new Error(`WhatsApp did not take it: ${sent.kind}`);
  return sent.wamid;
}

async function takeOver({ chat }: Queued): Promise<void> {
  await inTenant(database.db, acme.id, async (trx) =>
    handOver(trx, chat.conversationId, { reason: "agent" }),
  );
}

async function claimFor({ messageId }: Queued, leaseUntil: Date): Promise<void> {
  await inTenant(database.db, acme.id, async (trx) =>
    claimSend(trx, messageId, { attemptId: randomUUID(), leaseUntil }),
  );
}

/** The id under which the business knows a customer who hides the phone number. */
function businessScopedUserIdOf(phone: string): string {
  return bsuidOf(phone, acme.outlet.businessAccountId);
}

async function freeAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}
