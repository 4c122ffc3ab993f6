import { afterAll, beforeAll, expect, test } from "vitest";
import { createChat } from "../../testing/chat.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/database.ts";
import { recordConsent } from "./consents.ts";
import { findContact } from "./contacts.ts";
import { seedData } from "../../testing/examples/seed-data.ts";
import { inTenant } from "../../db/tenant-scope.ts";

const [acme] = seedData;
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => database.drop());

const at = (minute: number) => new Date(Date.UTC(2026, 10, 20, 10, minute));

test("the latest word counts, in whatever order they come, and each is kept once with its source", async () => {
  const { contactId } = await createChat(database.db, acme);
  const optedOutAt = async (action: "opt_in" | "opt_out", minute: number) =>
    inTenant(database.db, acme.id, async (trx) => {
      const consent = {
        contactId,
        action,
        source: "keyword",
        detail: "STOP",
        occurredAt: at(minute),
      } as const;
      await recordConsent(trx, consent);
      await recordConsent(trx, consent);
      return (await findContact(trx, contactId))?.opted_out_at;
    });
  expect(await optedOutAt("opt_out", 2)).toEqual(at(2));
  expect(await optedOutAt("opt_in", 1)).toEqual(at(2));
  expect(await optedOutAt("opt_in", 3)).toBeNull();
  expect(await optedOutAt("opt_out", 4)).toEqual(at(4));
  const kept = await database.adminDb
    .selectFrom("consents")
    .select(["action", "source", "detail"])
    .where("contact_id", "=", contactId)
    .orderBy("occurred_at")
    .execute();
  expect(kept.map(({ action }) => action)).toEqual(["opt_in", "opt_out", "opt_in", "opt_out"]);
  expect(kept[0]).toMatchObject({ source: "keyword", detail: "STOP" });
});
