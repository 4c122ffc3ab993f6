import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { seed } from "../../emulators/stack/seed.ts";
import type { TestServer } from "../../emulators/servers/whatsapp/testing/test-server.ts";
import type { Outlet } from "../../shared/db/schema.d.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { sealToken } from "../../shared/outlets/seal-token.ts";
import { createChat } from "../../shared/testing/chat.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { instead } from "../../shared/testing/instead.ts";
import { createTestServices, testSecretsKey, type TestServices } from "../../shared/testing/services.ts";
import { startSeededWhatsApp } from "../../emulators/testing/whatsapp.ts";
import { probeOutlets } from "./probe-outlets.ts";
import { maintenanceFunction } from "./services.ts";

const [acme, globex] = seedData;
const hourMs = 60 * 60_000;
const ago = (ms: number) => new Date(Date.now() - ms);
let database: TestDatabase;
let whatsapp: TestServer;
let services: TestServices<typeof maintenanceFunction>;

beforeAll(async () => {
  [database, whatsapp] = await Promise.all([createTestDatabase(), startSeededWhatsApp()]);
  await seed(database.ownerUrl, testSecretsKey);
  services = createTestServices(maintenanceFunction, database, { WHATSAPP_GRAPH_URL: whatsapp.url });
});
beforeEach(async () => {
  services.bus.events.length = 0;
  services.lines.length = 0;
  await database.adminDb.deleteFrom("audit_log").execute();
  await database.adminDb.deleteFrom("messages").execute();
  await database.adminDb.updateTable("tenants").set({ status: "active" }).execute();
  for (const tenant of [acme, globex]) await setToken(tenant.outlet.accessToken, tenant);
  await change({ status: "active", status_reason: null, checked_at: ago(hourMs / 2) }, globex);
});
afterAll(async () => {
  await Promise.all([services.close(), whatsapp.close()]);
  await database.drop();
});

type Tenant = (typeof seedData)[number];
type Change = Partial<
  Pick<
    Outlet,
    | "status"
    | "status_reason"
    | "status_message"
    | "checked_at"
    | "verified_name"
    | "access_token_ciphertext"
    | "throughput_level"
  >
>;

async function change(values: Change, tenant: Tenant = acme): Promise<void> {
  await database.adminDb.updateTable("outlets").set(values).where("id", "=", tenant.outlet.id).execute();
}

async function setToken(token: string, tenant: Tenant = acme): Promise<void> {
  const ciphertext = await inTenant(database.db, tenant.id, async (trx) =>
    sealToken(trx, services.tokens, tenant.id, token),
  );
  await change({ access_token_ciphertext: ciphertext }, tenant);
}

async function outlet(): Promise<Outlet> {
  return database.adminDb
    .selectFrom("outlets")
    .selectAll()
    .where("id", "=", acme.outlet.id)
    .executeTakeFirstOrThrow();
}

async function auditActions(): Promise<string[]> {
  const rows = await database.adminDb.selectFrom("audit_log").select("action").orderBy("id").execute();
  return rows.map(({ action }) => action);
}

describe("an active outlet", () => {
  const due = { status: "active", status_reason: null, checked_at: ago(7 * hourMs) } as const;

  test("in order is only brought up to date", async () => {
    await change({ ...due, verified_name: "An older name" });
    expect(await probeOutlets(services)).toMatchObject({ healthy: 1, paused: 0 });
    const { checked_at, verified_name, status } = await outlet();
    expect({ verified_name, status }).toEqual({ verified_name: acme.name, status: "active" });
    expect(checked_at?.getTime()).toBeGreaterThan(ago(hourMs).getTime());
    expect(await auditActions()).toEqual([]);
    expect(await probeOutlets(services)).toMatchObject({ healthy: 0 });
  });

  test("whose token has expired is paused, once, which is raised in both logs", async () => {
    await change(due);
    await setToken("expired");
    expect(await probeOutlets(services)).toMatchObject({ paused: 1 });
    expect(await outlet()).toMatchObject({
      status: "paused",
      status_reason: "token-invalid",
      status_message: expect.stringContaining("access token"),
    });
    expect(services.lines).toContainEqual(
      expect.objectContaining({
        severity: "ERROR",
        tenantId: acme.id,
        outletId: acme.outlet.id,
        reason: "token-invalid",
      }),
    );
    expect(await auditActions()).toEqual(["outlet.paused"]);
    expect(JSON.stringify(services.lines)).not.toContain("expired");
    expect(await probeOutlets(services)).toMatchObject({ paused: 0, failing: 0 });
  });

  test("is left alone while WhatsApp is away, and asked of again next time", async () => {
    await change(due);
    const away = createTestServices(maintenanceFunction, database, {
      WHATSAPP_GRAPH_URL: "http://127.0.0.1:1",
    });
    expect(await probeOutlets(away)).toMatchObject({ unknown: 1, paused: 0 });
    await away.close();
    expect(await outlet()).toMatchObject({ status: "active", checked_at: due.checked_at });
    expect(await probeOutlets(services)).toMatchObject({ healthy: 1 });
  });

  test("of a suspended tenant, or without a token, is not asked of", async () => {
    await change({ ...due, access_token_ciphertext: null });
    expect(await probeOutlets(services)).toMatchObject({ skipped: 1 });
    await setToken(acme.outlet.accessToken);
    await database.adminDb
      .updateTable("tenants")
      .set({ status: "suspended" })
      .where("id", "=", acme.id)
      .execute();
    expect(Object.values(await probeOutlets(services)).every((count) => count === 0)).toBe(true);
  });
});

test("an outlet that is given another token while WhatsApp is asked is not judged by the old one", async () => {
  for (const status of ["active", "paused"] as const) {
    await change({ status, status_reason: "token-invalid", checked_at: ago(7 * hourMs) });
    const overtaken = instead(services, {
      whatsapp: {
        ...services.whatsapp,
        async getPhoneNumber(access) {
          await setToken(`token-of-${status}`);
          return services.whatsapp.getPhoneNumber(access);
        },
      },
    });
    expect(await probeOutlets(overtaken)).toMatchObject({ skipped: 1, paused: 0, resumed: 0 });
    expect(await outlet()).toMatchObject({ status });
  }
});

describe("a paused outlet", () => {
  const due = { status: "paused", status_reason: "token-invalid", checked_at: ago(2 * hourMs) } as const;

  test("that works again sends what it held, in order", async () => {
    const chat = await createChat(database.db, acme);
    const ids: string[] = [];
    for (const text of ["One", "Two"]) {
      await chat.customerWrites(text);
      ids.push(await chat.queueReply(text));
    }
    await change(due);
    expect(await probeOutlets(services)).toMatchObject({ resumed: 1 });
    expect(await outlet()).toMatchObject({ status: "active", status_reason: null });
    expect(services.bus.of("message.queued").map(({ data }) => data.messageId)).toEqual(ids);
    expect(await auditActions()).toEqual(["outlet.resumed"]);
  });

  test("that does not work yet stays paused, and is asked of an hour later", async () => {
    await change(due);
    await setToken("expired");
    expect(await probeOutlets(services)).toMatchObject({ failing: 1 });
    expect(await probeOutlets(services)).toMatchObject({ failing: 0 });
    expect(await outlet()).toMatchObject({ status: "paused" });
    expect(await auditActions()).toEqual([]);
  });

  test("that a person paused, or that is disabled, stays so", async () => {
    await change({ ...due, status_reason: null });
    expect(await probeOutlets(services)).toMatchObject({ skipped: 1 });
    await change({ ...due, status: "disabled" });
    expect(await probeOutlets(services)).toMatchObject({ skipped: 0, resumed: 0 });
  });

  test("that was not verified when it was made becomes active", async () => {
    await change({ ...due, status: "unverified", status_reason: "whatsapp-unreachable" });
    expect(await probeOutlets(services)).toMatchObject({ resumed: 1 });
    expect(await outlet()).toMatchObject({ status: "active" });
  });
});

describe("the admins of an outlet that is paused", () => {
  test("are told once for each pause, also where a send has paused it", async () => {
    const sent: { id: string; to: readonly string[]; subject: string; text: string }[] = [];
    let works = false;
    const given = instead(services, {
      mail: {
        ...services.mail,
        async send(mail) {
          if (!works) throw new Error("the mail server is away");
          sent.push(mail);
        },
      },
    });
    await change({
      status: "paused",
      status_reason: "token-expired",
      status_message: "Set another token.",
      checked_at: new Date(),
    });
    await database.adminDb.updateTable("outlets").set({ pause_told_at: null }).execute();
    expect(await probeOutlets(given)).toMatchObject({ told: 0 });
    works = true;
    expect(await probeOutlets(given)).toMatchObject({ told: 1 });
    expect(await probeOutlets(given)).toMatchObject({ told: 0 });
    expect(sent).toMatchObject([
      { subject: expect.stringContaining(acme.name), text: expect.stringContaining("Set another token.") },
    ]);
    expect(sent[0]?.to.length).toBeGreaterThan(0);
  });
});

test("a number that is used in the phone app keeps its lower limit, whatever level WhatsApp tells", async () => {
  await change({ checked_at: ago(25 * hourMs), throughput_level: "COEXISTENCE" });
  await probeOutlets(services);
  expect(await outlet()).toMatchObject({ throughput_level: "COEXISTENCE" });
});
