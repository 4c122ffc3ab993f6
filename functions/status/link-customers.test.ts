import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createChat } from "../../shared/testing/chat.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { accepted, createReports, newWamid, type Reports } from "./testing/reports.ts";
import { statusFunction } from "./services.ts";

const [acme] = seedData;
let database: TestDatabase;
let services: TestServices<typeof statusFunction>;
let reports: Reports;

beforeAll(async () => {
  database = await createTestDatabase();
  services = createTestServices(statusFunction, database);
});
beforeEach(async () => {
  reports = await createReports(database, services);
});
afterAll(async () => {
  await services.close();
  await database.drop();
});

const newUserId = () => `ID.${randomUUID().replaceAll("-", "")}`;

async function contacts(phone: string) {
  return database.adminDb
    .selectFrom("contacts")
    .select(["id", "phone", "business_scoped_user_id"])
    .where("phone", "=", phone)
    .execute();
}

/** A reply that WhatsApp took is reported as sent, with what the report shows of its customer. */
async function reportSent(customer: object): Promise<void> {
  const wamid = newWamid();
  await reports.sendReply(accepted(wamid));
  await reports.report({ id: wamid, status: "sent", ...customer });
}

test("a customer known by number is known by the user id as well that a report shows", async () => {
  const [{ phone }, userId] = [reports.chat, newUserId()];
  await reportSent({ recipient_user_id: userId });
  const known = [{ id: reports.chat.contactId, phone, business_scoped_user_id: userId }];
  expect(await contacts(phone)).toEqual(known);
  await reportSent({ recipient_user_id: newUserId() });
  expect(await contacts(phone)).toEqual(known);
});

test("who wrote without the number before is the same customer, with one history", async () => {
  const [{ phone, contactId }, userId] = [reports.chat, newUserId()];
  const hidden = await createChat(database.db, acme, { businessScopedUserId: userId });
  const { id } = await hidden.customerWrites("It is me");
  await reportSent({ recipient_user_id: userId });
  expect(await contacts(phone)).toEqual([{ id: contactId, phone, business_scoped_user_id: userId }]);
  expect(await reports.chat.message(id)).toMatchObject({ contact_id: contactId });
});

test.each([
  ["of another number", { recipient_id: "6281100000000" }],
  ["of no number", { recipient_id: "120363@g.us" }],
  ["without a number", { recipient_id: undefined }],
])("a report %s links nobody", async (_what, customer) => {
  await reportSent({ recipient_user_id: newUserId(), ...customer });
  expect(await contacts(reports.chat.phone)).toMatchObject([{ business_scoped_user_id: null }]);
});
