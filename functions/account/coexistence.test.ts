import { afterAll, beforeAll, expect, test } from "vitest";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { buildEvent } from "../../shared/testing/builders.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { handle } from "./handle.ts";
import { accountFunction } from "./services.ts";

const [acme, globex] = seedData;
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

async function levels() {
  const rows = await database.adminDb.selectFrom("outlets").select(["id", "throughput_level"]).execute();
  return Object.fromEntries(rows.map(({ id, throughput_level: level }) => [id, level]));
}

test.each([
  [
    "smb_app_state_sync",
    { state_sync: [{ type: "contact", contact: { phone_number: "6281" }, action: "add" }] },
  ],
  ["history", { history: [{ metadata: { phase: 0 } }] }],
])(
  "%s shows that its number is used in the phone app too, and says nothing of others",
  async (field, value) => {
    await database.adminDb.updateTable("outlets").set({ throughput_level: "HIGH" }).execute();
    const data = { wabaId: acme.outlet.businessAccountId, phoneNumberId: acme.outlet.phoneNumberId };
    const event = buildEvent("account.updated", {
      ...data,
      receivedAt: new Date().toISOString(),
      field,
      value,
    });
    await handle(event, services);
    await handle(event, services);
    expect(await levels()).toMatchObject({ [acme.outlet.id]: "COEXISTENCE", [globex.outlet.id]: "HIGH" });
  },
);
