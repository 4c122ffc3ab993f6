import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { seedData } from "../../shared/db/seed-data.ts";
import { Permanent } from "../../shared/runtime/errors.ts";
import { buildEvent } from "../../shared/testing/builders.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { inboundSamples } from "../../shared/testing/inbound-samples.ts";
import { mutationsOf } from "../../shared/testing/mutations.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { handle } from "./handle.ts";

const [{ outlet }] = seedData;
let database: TestDatabase;
let services: TestServices<"inbound">;

beforeAll(async () => {
  database = await createTestDatabase();
  services = createTestServices("inbound", database);
});
afterAll(async () => {
  await services.close();
  await database.drop();
});

test.each(Object.entries(inboundSamples))(
  "a message of %s with anything missing or of another type is stored, or refused for good with a reason",
  async (_name, sample) => {
    const whole = { from: "6281234567890", from_user_id: "ID.1", timestamp: "1795000000", ...sample };
    for (const [index, mutation] of mutationsOf(whole).entries()) {
      const event = buildEvent("message.received", {
        phoneNumberId: outlet.phoneNumberId,
        wabaId: outlet.businessAccountId,
        receivedAt: new Date().toISOString(),
        source: index % 5 === 0 ? "history" : index % 7 === 0 ? "echo" : "message",
        message: { id: `wamid.${randomUUID()}`, ...mutation },
      });
      const settled = await handle(event, services).catch((error: unknown) => error);
      if (settled instanceof Permanent) expect(settled.code).toBe("no-sender");
      else
        expect(settled).toMatchObject({
          outcome: expect.stringMatching(/^(?:stored|imported|parked|joined)$/) as string,
        });
    }
  },
  30_000,
);
