import { randomInt } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seedData } from "../../../shared/testing/examples/seed-data.ts";
import { createTestApi, type Asker, type TestApi } from "../testing/test-api.ts";

const [acme] = seedData;
let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
});
afterAll(async () => api.close());

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
const newPhone = () => `+62812${randomInt(1e7, 1e8)}`;
const record = async (to: object, more: object = {}, asker: Asker = "agent") =>
  api.as(asker, "POST", "/consents", { tenantId: acme.id, to, action: "opt_out", ...more });

describe("a contact's consent", () => {
  test("is kept with its source and time, and listed, what was told last first", async () => {
    const said = { action: "opt_in", detail: "Web form", occurredAt: minutesAgo(60) };
    const first = await record({ phone: newPhone() }, said);
    expect(first).toMatchObject({ status: 201, body: { optedOutAt: null } });
    const contactId = String(first.body["contactId"]);
    const second = await record({ contactId }, { occurredAt: minutesAgo(30) });
    expect(second.body["optedOutAt"]).not.toBeNull();
    const listed = await api.as("agent", "GET", `/contacts/${contactId}/consents`);
    expect(listed.body.data).toMatchObject([
      { action: "opt_out", source: "api", detail: null, occurredAt: second.body["optedOutAt"] },
      { contactId, source: "api", ...said },
    ]);
    const page = await api.as("agent", "GET", `/contacts/${contactId}/consents?limit=1`);
    const next = await api.as(
      "agent",
      "GET",
      `/contacts/${contactId}/consents?limit=1&cursor=${page.body.nextCursor}`,
    );
    expect(next.body).toMatchObject({ data: [{ action: "opt_in" }], nextCursor: null });
    const log = await api.as("admin", "GET", `/audit-log?subjectId=${contactId}`);
    expect(log.body.data.map(({ action }) => action)).toEqual(["contact.opt-out", "contact.opt-in"]);
  });

  test("is what was said last, in whatever order it is told", async () => {
    const to = { phone: newPhone() };
    await record(to, { occurredAt: minutesAgo(10) });
    expect(
      (await record(to, { action: "opt_in", occurredAt: minutesAgo(20) })).body["optedOutAt"],
    ).not.toBeNull();
    expect((await record(to, { action: "opt_in", occurredAt: minutesAgo(5) })).body["optedOutAt"]).toBeNull();
  });

  test("of the future, of nobody, or of no such kind is told by its field", async () => {
    const to = { phone: newPhone() };
    for (const [given, field] of [
      [{ occurredAt: minutesAgo(-10) }, "occurredAt"],
      [{ occurredAt: "yesterday" }, "occurredAt"],
      [{ action: "maybe" }, "action"],
      [{ to: {} }, "to"],
      [{ to: { phone: "12" } }, "to"],
    ] as const) {
      expect(await record(to, given), field).toMatchObject({ status: 400, body: { errors: [{ field }] } });
    }
  });

  test("is the tenant's staff's to record and to read", async () => {
    const { body } = await record({ phone: newPhone() });
    const to = { contactId: body["contactId"] };
    const path = `/contacts/${String(body["contactId"])}/consents`;
    expect((await record(to, {}, "other")).status).toBe(404);
    expect((await record(to, {}, "viewer")).status).toBe(403);
    expect((await api.as("other", "GET", path)).status).toBe(404);
    expect((await api.as("viewer", "GET", path)).status).toBe(403);
    expect((await api.as("operator", "GET", path)).status).toBe(403);
    expect((await api.as("agent", "GET", "/contacts/1/consents")).status).toBe(400);
    expect((await api.ask("GET", `/api/v1${path}`)).status).toBe(401);
    expect((await api.ask("POST", "/api/v1/consents", { body: {} })).status).toBe(401);
  });
});

describe("a tenant's own words", () => {
  const path = `/tenants/${acme.id}/messaging`;

  test("are kept, shown, and in the audit log with who set them", async () => {
    const messaging = { stopWords: ["No más", "alto"], startWords: ["Sí"] };
    expect(await api.as("admin", "PUT", path, messaging)).toMatchObject({ status: 200, body: { messaging } });
    expect((await api.as("viewer", "GET", path)).body).toEqual({ messaging });
    const log = await api.as("admin", "GET", "/audit-log?action=tenant.update-messaging&limit=1");
    expect(log.body.data).toMatchObject([{ actorType: "user", after: messaging }]);
  });

  test.each<[why: string, messaging: object, field: string]>([
    ["nothing but marks", { stopWords: ["!!!"] }, "stopWords.0"],
    ["none at all, so that nobody could opt out", { stopWords: [] }, "stopWords"],
    [
      "one word in both lists, however it is written",
      { stopWords: ["ja"], startWords: ["JA!"] },
      "startWords.0",
    ],
    ["a start word that usually stops", { startWords: ["stop"] }, "startWords.0"],
    ["a word of 51 letters", { stopWords: ["x".repeat(51)] }, "stopWords.0"],
  ])("are refused when they are %s", async (_why, messaging, field) => {
    expect(await api.as("admin", "PUT", path, messaging)).toMatchObject({
      status: 400,
      body: { errors: [{ field }] },
    });
  });

  test("are the tenant's admins' to set", async () => {
    expect((await api.as("agent", "PUT", path, {})).status).toBe(403);
    expect((await api.as("other", "PUT", path, {})).status).toBe(404);
    expect((await api.as("other", "GET", path)).status).toBe(404);
    expect((await api.ask("PUT", `/api/v1${path}`, { body: {} })).status).toBe(401);
  });
});
