import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Updateable } from "kysely";
import { orderingKeyOf } from "../../shared/runtime/bus.ts";
import { recordDeadLetter } from "../../shared/db/dead-letters.ts";
import type { OutletsTable } from "../../shared/db/schema.d.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { buildEvent, buildTextMessage } from "../../shared/testing/builders.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { tendOutlets } from "./tend-outlets.ts";
import { maintenanceFunction } from "./services.ts";

const [acme] = seedData;
const { id, phoneNumberId, businessAccountId } = acme.outlet;
const ago = (ms: number) => new Date(Date.now() - ms);
let database: TestDatabase;
let services: TestServices<typeof maintenanceFunction>;
let mailFolder: string;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => database.drop());
beforeEach(async () => {
  mailFolder = await mkdtemp(join(tmpdir(), "mail-"));
  services = createTestServices(maintenanceFunction, database, { MAIL_URL: pathToFileURL(mailFolder).href });
  await database.adminDb.deleteFrom("dead_letters").execute();
  await change({ status: "active", status_reason: null, paused_until: null, proven_at: new Date() });
  return async () => services.close();
});

async function change(values: Updateable<OutletsTable>): Promise<void> {
  await database.adminDb.updateTable("outlets").set(values).where("id", "=", id).execute();
}

async function status(): Promise<string> {
  return (
    await database.adminDb
      .selectFrom("outlets")
      .select("status")
      .where("id", "=", id)
      .executeTakeFirstOrThrow()
  ).status;
}

async function keep(
  text: string,
  writtenAt: Date,
  named: { phoneNumberId?: string; businessAccountId: string },
) {
  const event = buildEvent("message.received", {
    phoneNumberId,
    wabaId: businessAccountId,
    receivedAt: new Date().toISOString(),
    source: "message",
    message: buildTextMessage(text, { timestamp: String(Math.floor(writtenAt.getTime() / 1000)) }),
  });
  await recordDeadLetter(database.db, {
    functionName: "inbound",
    messageId: randomUUID(),
    reasonCode: "unknown-number",
    reason: "no outlet has proven it",
    payloadText: JSON.stringify(event),
    named,
  });
  return event;
}

describe("what came for a number that nobody had proven", () => {
  const named = { phoneNumberId, businessAccountId };

  test("waits until it is proven, goes back once in the order of writing, and is handled in it", async () => {
    await change({ status: "unverified" });
    const later = await keep("second", ago(1_000), named);
    const earlier = await keep("first", ago(60_000), named);
    expect(await tendOutlets(services)).toMatchObject({ handled: 0 });
    await change({ status: "active", proven_at: new Date() });
    expect(await tendOutlets(services)).toMatchObject({ handled: 2 });
    const published = services.bus.of("message.received");
    expect(published.map((event) => event.id)).toEqual([earlier.id, later.id]);
    expect(published.map(orderingKeyOf)).toEqual([phoneNumberId, phoneNumberId]);
    expect(orderingKeyOf(later)).toBeUndefined();
    expect(await tendOutlets(services)).toMatchObject({ handled: 0 });
  });

  test("stays where the account that it names is not the proven one, or it came after the proof", async () => {
    await keep("another account's", ago(1_000), { phoneNumberId, businessAccountId: "another" });
    await keep("after the proof", ago(1_000), named);
    await change({ proven_at: ago(10 * 60_000) });
    expect(await tendOutlets(services)).toMatchObject({ handled: 0 });
  });

  test("stays for the next run while Pub/Sub does not take it", async () => {
    await keep("hello", ago(1_000), named);
    services.bus.fail(true);
    await expect(tendOutlets(services)).rejects.toThrow("could not be tended");
    services.bus.fail(false);
    expect(await tendOutlets(services)).toMatchObject({ handled: 1 });
  });
});

describe("a restriction", () => {
  test("ends at its time, and not before", async () => {
    const restricted = { status: "paused", status_reason: "account-restricted" } as const;
    await change({ ...restricted, paused_until: new Date(Date.now() + 60_000) });
    expect(await tendOutlets(services)).toMatchObject({ resumed: 0 });
    await change({ paused_until: ago(1_000) });
    expect(await tendOutlets(services)).toMatchObject({ resumed: 1 });
    expect(await status()).toBe("active");
  });

  test("does not end a pause of another reason", async () => {
    await change({ status: "paused", status_reason: "token-invalid", paused_until: ago(1_000) });
    expect(await tendOutlets(services)).toMatchObject({ resumed: 0 });
    expect(await status()).toBe("paused");
  });
});

test("who lost a number is told once, by mail to the admins, and not who has it now", async () => {
  await change({ status: "moved", moved_told_at: null });
  expect(await tendOutlets(services)).toMatchObject({ told: 1 });
  expect(await tendOutlets(services)).toMatchObject({ told: 0 });
  const [file, ...others] = await readdir(mailFolder);
  expect(others).toEqual([]);
  const mail = await readFile(join(mailFolder, file ?? ""), "utf8");
  expect(mail).toMatch(/^To: admin@acme\.example\r$/m);
  expect(mail).toContain(acme.outlet.name);
});
