import { afterAll, beforeAll, expect, test } from "vitest";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { type Arrivals, newPhone, openArrivals } from "./testing/arrivals.ts";

const [{ outlet }] = seedData;
let arrivals: Arrivals;

beforeAll(async () => {
  arrivals = await openArrivals({ KEEP_RAW_DAYS: "0" });
});
afterAll(async () => arrivals.close());

test("what is kept for no day as the webhook brought it is never stored, of a message, an echo and an edit", async () => {
  const phone = newPhone();
  const { message } = await arrivals.say({ from: phone });
  const id = String(message["id"]);
  await arrivals.arrive(
    { from: outlet.phoneNumberId, to: phone, text: { body: "Yes." } },
    { at: 1, source: "echo" },
  );
  const edit = { original_message_id: id, message: { type: "text", text: { body: "And tomorrow?" } } };
  await arrivals.arrive({ from: phone, type: "edit", text: undefined, edit }, { at: 2 });
  const { messages } = await arrivals.stored({ phone });
  expect(messages.map(({ body, raw }) => ({ body, raw }))).toEqual([
    { body: "And tomorrow?", raw: null },
    { body: "Yes.", raw: null },
  ]);
  const changes = await arrivals.database.adminDb.selectFrom("message_changes").select("raw").execute();
  expect(changes).toEqual([{ raw: null }]);
});
