import { afterAll, beforeAll, expect, test } from "vitest";
import { findTemplate, markTemplate } from "../../shared/templates/queries/message-templates.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { buildEvent } from "../../shared/testing/builders.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { handle } from "./handle.ts";
import { accountFunction } from "./services.ts";

const [acme] = seedData;
const { businessAccountId } = acme.outlet;
const template = { businessAccountId, name: "offer", language: "en" };
let database: TestDatabase;
let services: TestServices<typeof accountFunction>;

beforeAll(async () => {
  database = await createTestDatabase();
  services = createTestServices(accountFunction, database);
});
afterAll(async () => {
  await services.close();
  await database.drop();
});

test("a template of which only a refusal is known is refused no more once there is news of it", async () => {
  await inTenant(database.db, acme.id, async (trx) =>
    markTemplate(trx, template, { status: "NOT_FOUND", reason: "no such template", at: new Date() }),
  );
  const value = {
    event: "APPROVED",
    message_template_name: template.name,
    message_template_language: template.language,
  };
  const receivedAt = new Date().toISOString();
  const field = "message_template_status_update";
  const event = buildEvent("account.updated", { wabaId: businessAccountId, receivedAt, field, value });
  expect((await handle(event, services)).outcome).toBe("unknown-template");
  const known = await inTenant(database.db, acme.id, async (trx) => findTemplate(trx, template));
  expect(known).toBeUndefined();
});
