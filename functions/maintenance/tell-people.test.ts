import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { handOver, takeOver } from "../../shared/conversations/queries/conversations.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { type Chat, createChat } from "../../shared/testing/chat.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { maintenanceFunction } from "./services.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { tellPeople } from "./tell-people.ts";

const [acme, globex] = seedData;
let database: TestDatabase;
let services: TestServices<typeof maintenanceFunction>;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "waiting-"));
  services = createTestServices(maintenanceFunction, database, { MAIL_URL: pathToFileURL(folder).href });
});
afterEach(async () => {
  await services.close();
  await database.adminDb.deleteFrom("conversations").execute();
  await database.adminDb
    .updateTable("outlets")
    .set({ people_told_at: null, notification_emails: [] })
    .execute();
});
afterAll(async () => database.drop());

test("the tenant's admins are told of a hand-over, once", async () => {
  await waiting();
  expect(await tellPeople(services)).toEqual({ mails: 1, told: 1 });
  expect(await tellPeople(services)).toEqual({ mails: 0, told: 0 });
  const [mail = ""] = await mails();
  expect(mail).toContain(acme.users[0]?.email);
  expect(mail).not.toContain("Do you rent out tents?");
});

test("an outlet's own addresses are told in place of the admins", async () => {
  await database.adminDb
    .updateTable("outlets")
    .set({ notification_emails: ["desk@acme.example"] })
    .where("id", "=", acme.outlet.id)
    .execute();
  await waiting();
  await tellPeople(services);
  const [mail = ""] = await mails();
  expect(mail).toContain("desk@acme.example");
  expect(mail).not.toContain(acme.users[0]?.email);
});

test("many that wait come in one mail, and no other tenant's among them", async () => {
  for (let count = 0; count < 23; count += 1) await waiting();
  await waiting(globex);
  expect(await tellPeople(services)).toEqual({ mails: 2, told: 24 });
  const all = await mails();
  expect(all).toHaveLength(2);
  expect(all.some((mail) => mail.includes("23"))).toBe(true);
});

test("the next mail of an outlet waits ten minutes, and then holds all that came meanwhile", async () => {
  await waiting();
  await tellPeople(services);
  await waiting();
  await waiting();
  expect(await tellPeople(services)).toEqual({ mails: 0, told: 0 });
  await database.adminDb
    .updateTable("outlets")
    .set({ people_told_at: new Date(Date.now() - 11 * 60_000) })
    .execute();
  expect(await tellPeople(services)).toEqual({ mails: 1, told: 2 });
});

test("of one conversation people are told once in an hour, however often it is handed over", async () => {
  const chat = await waiting();
  await tellPeople(services);
  await database.adminDb.updateTable("outlets").set({ people_told_at: null }).execute();
  await handedOver(chat);
  expect(await tellPeople(services)).toEqual({ mails: 0, told: 0 });
  const { tell_people_at: at } = await chat.conversation();
  expect(at?.getTime()).toBeGreaterThan(Date.now() + 59 * 60_000);
});

test("nobody is told of what somebody has taken", async () => {
  const chat = await waiting();
  await inTenant(database.db, acme.id, async (trx) =>
    takeOver(trx, await chat.conversation(), { code: "taken", userId: acme.users[0]?.id }),
  );
  expect(await tellPeople(services)).toEqual({ mails: 0, told: 0 });
  expect(await mails()).toEqual([]);
});

async function waiting(tenant: (typeof seedData)[number] = acme): Promise<Chat> {
  const chat = await createChat(database.db, tenant);
  await chat.customerWrites("Do you rent out tents?");
  await handedOver(chat);
  return chat;
}

async function handedOver(chat: Chat): Promise<void> {
  await inTenant(database.db, chat.tenantId, async (trx) =>
    handOver(trx, chat.conversationId, { code: "no-answer", reason: "no-source", tellPeopleAt: new Date() }),
  );
}

async function mails(): Promise<string[]> {
  const files = await readdir(folder);
  return Promise.all(files.map(async (file) => readFile(join(folder, file), "utf8")));
}
