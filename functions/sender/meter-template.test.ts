import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DataOf } from "../../shared/contracts/topics.ts";
import { seedData } from "../../shared/db/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { meterTemplate } from "./meter-template.ts";

const [acme] = seedData;
const access = { businessAccountId: acme.outlet.businessAccountId };
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await inTenant(database.db, acme.id, async (trx) => {
    await trx
      .insertInto("message_templates")
      .values({
        waba_business_account_id: access.businessAccountId,
        name: "order_shipped",
        language: "en",
        category: "UTILITY",
        status: "APPROVED",
      })
      .execute();
  });
});
afterAll(async () => database.drop());

async function metered(message: Parameters<typeof meterTemplate>[2]["message"]) {
  const emitted: DataOf<"usage.recorded">[] = [];
  const messageId = randomUUID();
  await inTenant(database.db, acme.id, async (trx) =>
    meterTemplate(trx, (_name, data) => emitted.push(data as DataOf<"usage.recorded">), {
      messageId,
      access,
      ...(message === undefined ? {} : { message }),
    }),
  );
  return emitted.map(({ subjectId, ...what }) => ({ ...what, isOfMessage: subjectId === messageId }));
}

test("a template counts by its category, once for its message", async () => {
  expect(await metered({ type: "template", name: "order_shipped", language: "en" })).toEqual([
    { meter: "template.utility", quantity: 1, isOfMessage: true },
  ]);
});

test("one that was never listed counts all the same", async () => {
  expect(await metered({ type: "template", name: "never_listed", language: "en" })).toMatchObject([
    { meter: "template.unknown" },
  ]);
});

test("what is no template counts as a message alone", async () => {
  expect(await metered({ type: "text", text: "Hello" })).toEqual([]);
});
