import { afterAll, beforeAll, expect, test } from "vitest";
import { seedData } from "../../../shared/testing/examples/seed-data.ts";
import { createTestApi, type TestApi } from "../testing/test-api.ts";

const [acme] = seedData;
const path = `/outlets/${acme.outlet.id}`;
const businessHours = {
  timeZone: "Asia/Jakarta",
  weekly: { monday: [{ from: "09:00", to: "17:00" }] },
  exceptions: [{ date: "2026-12-25", open: [], note: "Christmas" }],
};
let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
});
afterAll(async () => api.close());

test("an outlet has the hours and addresses that it is given, until they are taken away", async () => {
  const notificationEmails = ["desk@acme.example", "Desk@acme.example"];
  const changed = await api.as("admin", "PUT", path, { businessHours, notificationEmails });
  expect(changed).toMatchObject({
    status: 200,
    body: { businessHours, notificationEmails: ["desk@acme.example"] },
  });
  const kept = await api.as("admin", "PUT", path, { name: "Acme" });
  expect(kept.body).toMatchObject({ businessHours, notificationEmails: ["desk@acme.example"] });
  const cleared = await api.as("admin", "PUT", path, { businessHours: null, notificationEmails: [] });
  expect(cleared.body).toMatchObject({ businessHours: null, notificationEmails: [] });
});

test.each([
  ["hours without a zone that exists", { businessHours: { ...businessHours, timeZone: "Mars/Olympus" } }],
  ["hours that no clock shows", { businessHours: { weekly: { monday: [{ from: "25:00", to: "26:00" }] } } }],
  ["an address that is none", { notificationEmails: ["desk"] }],
])("%s: refused, and nothing changes", async (_what, change) => {
  const { body: before } = await api.as("admin", "GET", path);
  expect((await api.as("admin", "PUT", path, change)).status).toBe(400);
  expect((await api.as("admin", "GET", path)).body).toEqual(before);
});
