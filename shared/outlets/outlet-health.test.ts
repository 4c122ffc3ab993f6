import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  bandung,
  lisbon,
  startTestServer,
  type TestServer,
} from "../../emulators/servers/whatsapp/testing/test-server.ts";
import { createWhatsApp, type WhatsApp } from "../whatsapp/client/whatsapp.ts";
import { seedData } from "../testing/examples/seed-data.ts";
import { inTenant } from "../db/tenant-scope.ts";
import { createTestDatabase, type TestDatabase } from "../testing/database.ts";
import { createChat } from "../testing/chat.ts";
import { createTestServices, type TestServices } from "../testing/services.ts";
import { inWork } from "../runtime/work.ts";
import { checkOutlet, pauseOutlet, resumeOutlet } from "./outlet-health.ts";
import { senderFunction } from "../../functions/sender/services.ts";

const outlet = {
  phoneNumberId: bandung.phoneNumberId,
  businessAccountId: bandung.wabaId,
  accessToken: bandung.accessToken,
};

describe("a check", () => {
  let server: TestServer;
  let whatsapp: WhatsApp;
  beforeAll(async () => {
    server = await startTestServer();
    whatsapp = createWhatsApp({ baseUrl: server.url, version: "v25.0", timeoutMs: 5_000 });
  });
  afterAll(async () => server.close());

  test("of an outlet in order tells of its number, and subscribes our app to the account", async () => {
    await whatsapp.unsubscribeApp(outlet);
    expect(await checkOutlet(whatsapp, outlet)).toEqual({
      status: "active",
      displayPhoneNumber: bandung.displayPhoneNumber,
      verifiedName: bandung.name,
      qualityRating: "GREEN",
      throughputLevel: "COEXISTENCE",
      isUsedInApp: true,
    });
    const { body } = await server.call(
      "GET",
      `/v25.0/${bandung.wabaId}/subscribed_apps`,
      undefined,
      bandung.accessToken,
    );
    expect(body).toMatchObject({ data: [{}] });
  });

  test.each([
    ["a token that WhatsApp does not know", { accessToken: "wrong" }, "token-invalid"],
    ["a number that the token does not open", { phoneNumberId: lisbon.phoneNumberId }, "number-not-found"],
    ["an account that the token does not open", { businessAccountId: lisbon.wabaId }, "account-not-found"],
  ])("of %s says so in plain words, without the token", async (_, wrong, reason) => {
    const health = await checkOutlet(whatsapp, { ...outlet, ...wrong });
    expect(health).toMatchObject({
      status: "unverified",
      reason,
      message: expect.stringMatching(/^[A-Z].+\.$/),
    });
    expect(JSON.stringify(health)).not.toContain({ ...outlet, ...wrong }.accessToken);
  });

  test("of a number that is another account's, which the same token opens, says so", async () => {
    const other = { ...lisbon, phoneNumberId: "100003", wabaId: "900003", accessToken: bandung.accessToken };
    await server.call("POST", "/__control/numbers", other);
    const health = await checkOutlet(whatsapp, { ...outlet, businessAccountId: other.wabaId });
    expect(health).toMatchObject({ status: "unverified", reason: "wrong-account" });
  });

  test("while WhatsApp is away says nothing of the outlet", async () => {
    const nowhere = createWhatsApp({ baseUrl: "http://127.0.0.1:1", version: "v25.0", timeoutMs: 500 });
    expect(await checkOutlet(nowhere, outlet)).toMatchObject({ reason: "whatsapp-unreachable" });
  });
});

describe("an outlet", () => {
  const [acme, globex] = seedData;
  const problem = { reason: "token-invalid", message: "The token has expired." };
  const ciphertext = Buffer.from("token-1");
  let database: TestDatabase;
  let services: TestServices<typeof senderFunction>;
  beforeAll(async () => {
    database = await createTestDatabase();
    services = createTestServices(senderFunction, database);
  });
  beforeEach(async () => {
    services.bus.events.length = 0;
    await set({ status: "active", status_reason: null, access_token_ciphertext: ciphertext });
    await database.adminDb.deleteFrom("messages").execute();
    await database.adminDb.deleteFrom("audit_log").execute();
  });
  afterAll(async () => {
    await services.close();
    await database.drop();
  });

  type Change = Partial<{
    status: "active" | "disabled";
    status_reason: null;
    access_token_ciphertext: Buffer;
  }>;
  async function set(change: Change): Promise<void> {
    await database.adminDb.updateTable("outlets").set(change).where("id", "=", acme.outlet.id).execute();
  }
  async function stored() {
    return database.adminDb
      .selectFrom("outlets")
      .selectAll()
      .where("id", "=", acme.outlet.id)
      .executeTakeFirstOrThrow();
  }
  async function pause(refused = ciphertext): Promise<boolean> {
    return inTenant(services.db, acme.id, async (trx) =>
      pauseOutlet(trx, {
        tenantId: acme.id,
        outletId: acme.outlet.id,
        problem,
        refused: { ciphertext: refused },
      }),
    );
  }
  async function resume() {
    return inWork(services, acme.id, {}, async (work) => resumeOutlet(work, acme.outlet.id));
  }

  test("is paused once, with its reason, and the audit log tells of it", async () => {
    const { version } = await stored();
    expect(await Promise.all([pause(), pause(), pause()])).toHaveLength(3);
    expect(await stored()).toMatchObject({
      status: "paused",
      status_reason: problem.reason,
      status_message: problem.message,
      version: version + 1,
    });
    const log = await database.adminDb.selectFrom("audit_log").selectAll().execute();
    expect(log).toMatchObject([
      {
        tenant_id: acme.id,
        actor_type: "function",
        actor_id: "sender",
        action: "outlet.paused",
        subject_id: acme.outlet.id,
        after: { status: "paused", reason: problem.reason },
      },
    ]);
  });

  test("is not paused for a token that it has no more, nor while it is disabled", async () => {
    expect(await pause(Buffer.from("token-0"))).toBe(false);
    await set({ status: "disabled" });
    expect(await pause()).toBe(false);
    expect(await stored()).toMatchObject({ status: "disabled", status_reason: null });
  });

  test("that is resumed sends what it held, in the order in which it was written, and nobody else's", async () => {
    const chats = [await createChat(database.db, acme), await createChat(database.db, acme)];
    const theirs = await createChat(database.db, globex);
    await theirs.customerWrites("Oi");
    await theirs.queueReply("Olá");
    const ids: string[] = [];
    for (const chat of [...chats, ...chats]) {
      await chat.customerWrites("Hi");
      ids.push(await chat.queueReply("Hello"));
    }
    await pause();
    expect(await resume()).toEqual({ from: "paused", queued: 4 });
    expect(services.bus.of("message.queued").map(({ data }) => data.messageId)).toEqual(ids);
    expect(await stored()).toMatchObject({ status: "active", status_reason: null, status_message: null });
    expect(await resume()).toMatchObject({ from: "active" });
  });

  test("that is disabled is not resumed", async () => {
    await set({ status: "disabled" });
    expect(await resume()).toEqual({ from: "disabled", queued: 0 });
    expect(await stored()).toMatchObject({ status: "disabled" });
  });
});
