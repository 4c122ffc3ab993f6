import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { seed } from "../../emulators/stack/seed.ts";
import type { TestServer } from "../../emulators/servers/whatsapp/testing/test-server.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { inWork } from "../../shared/runtime/work.ts";
import { resumeOutlet } from "../../shared/outlets/outlet-health.ts";
import { buildEvent } from "../../shared/testing/builders.ts";
import { createChat } from "../../shared/testing/chat.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { createTestServices, testSecretsKey, type TestServices } from "../../shared/testing/services.ts";
import { startSeededWhatsApp } from "../../emulators/testing/whatsapp.ts";
import { handle as handleSend } from "../sender/handle.ts";
import { accepted, createReports, newWamid, type Reports, seconds } from "./testing/reports.ts";
import { senderFunction } from "../sender/services.ts";
import { statusFunction } from "./services.ts";

const [acme] = seedData;
let database: TestDatabase;
let whatsapp: TestServer;
let services: TestServices<typeof statusFunction>;
/** An instance that remembers for long, as a running one does. */
let sender: TestServices<typeof senderFunction>;
let reports: Reports;

beforeAll(async () => {
  [database, whatsapp] = await Promise.all([createTestDatabase(), startSeededWhatsApp()]);
  await seed(database.ownerUrl, testSecretsKey);
  services = createTestServices(statusFunction, database);
  const environment = { WHATSAPP_GRAPH_URL: whatsapp.url, LOOKUP_LIFETIME_MS: "3600000" };
  sender = createTestServices(senderFunction, database, environment);
});
beforeEach(async () => {
  services.bus.events.splice(0);
  services.lines.splice(0);
  await resume();
  reports = await createReports(database, services);
});
afterAll(async () => {
  await Promise.all([services.close(), sender.close(), whatsapp.close()]);
  await database.drop();
});

/** As whoever mends the outlet does; resolves to the messages that go out. */
async function resume(): Promise<string[]> {
  services.bus.events.splice(0);
  await inWork(services, acme.id, {}, async (work) => resumeOutlet(work, acme.outlet.id));
  return services.bus.of("message.queued").map(({ data }) => data.messageId);
}

async function outlet() {
  return database.adminDb
    .selectFrom("outlets")
    .selectAll()
    .where("id", "=", acme.outlet.id)
    .executeTakeFirstOrThrow();
}

/** A message that WhatsApp had taken fails now for this reason. */
async function failsWith(code: number, at = new Date(Date.now() + 1_000)) {
  const wamid = newWamid();
  const reply = await reports.sendReply(accepted(wamid));
  const errors = [{ code, title: "Refused" }];
  await reports.report({ id: wamid, status: "failed", errors, timestamp: seconds(at) });
  return reply;
}

/** A reply to another customer is delivered to the sender. */
async function sendAnother() {
  const chat = await createChat(database.db, acme);
  await chat.customerWrites("Buka?");
  const messageId = await chat.queueReply("Ya.");
  const deliver = async () =>
    handleSend(
      buildEvent("message.queued", { conversationId: chat.conversationId, messageId }, acme.id),
      sender,
      { attempt: 1, maxAttempts: 20 },
    );
  return { messageId, deliver, outcome: await deliver() };
}

describe("a failure that is reported later and that somebody has to act on", () => {
  test.each([
    [131042, "payment-problem"],
    [131031, "account-blocked"],
    [368, "account-blocked"],
    [131048, "spam-limit"],
    [133010, "number-not-registered"],
  ])("%i pauses the outlet: the others wait, also at an instance that remembers", async (code, reason) => {
    expect((await sendAnother()).outcome).toEqual({ outcome: "accepted" });
    const failed = await failsWith(code);
    expect(await reports.chat.message(failed.id)).toMatchObject({ status: "failed", error_code: code });
    expect(await outlet()).toMatchObject({ status: "paused", status_reason: reason });
    expect(services.lines).toContainEqual(
      expect.objectContaining({ severity: "ERROR", message: "an outlet was paused", reason }),
    );
    const audit = await database.adminDb
      .selectFrom("audit_log")
      .selectAll()
      .orderBy("id", "desc")
      .executeTakeFirst();
    expect(audit).toMatchObject({ action: "outlet.paused", actor_id: "status", after: { reason } });

    const waiting = await sendAnother();
    expect(waiting.outcome).toEqual({ outcome: "held", reason: "paused" });
    expect(await resume()).toContain(waiting.messageId);
    expect(await waiting.deliver()).toEqual({ outcome: "accepted" });
  });

  test.each([131026, 131030, 132015, 131047])("%i concerns its message alone", async (code) => {
    await failsWith(code);
    expect(await outlet()).toMatchObject({ status: "active" });
  });

  test("told of only after somebody has mended the outlet does not pause it again", async () => {
    await failsWith(131042);
    await resume();
    const { active_since: mendedAt } = await outlet();
    await failsWith(131042, new Date((mendedAt?.getTime() ?? 0) - 60_000));
    expect(await outlet()).toMatchObject({ status: "active" });
  });

  test("from before the token was changed says nothing of the new one", async () => {
    const set = async (at: Date | null) =>
      database.adminDb
        .updateTable("outlets")
        .set({ access_token_set_at: at })
        .where("id", "=", acme.outlet.id)
        .execute();
    await set(new Date(Date.now() + 60_000));
    await failsWith(131042);
    expect(await outlet()).toMatchObject({ status: "active" });
    await set(null);
  });

  test("of what was written in the business's phone app says nothing of what we send", async () => {
    const wamid = newWamid();
    const { id } = await reports.sendReply(accepted(wamid));
    await database.adminDb.updateTable("messages").set({ attempt_id: null }).where("id", "=", id).execute();
    await reports.report({ id: wamid, status: "failed", errors: [{ code: 131042 }] });
    expect(await outlet()).toMatchObject({ status: "active" });
  });
});
