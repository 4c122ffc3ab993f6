import { randomInt, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seedData } from "../../../shared/testing/examples/seed-data.ts";
import { createTestApi, type TestApi } from "../testing/test-api.ts";

const [acme, globex] = seedData;
const place = { tenantId: acme.id, outletId: acme.outlet.id };
const components = [
  { type: "HEADER", format: "TEXT", text: "Order {{1}}", example: { header_text: ["A-1"] } },
  { type: "BODY", text: "Hi {{1}}, it comes on {{2}}.", example: { body_text: [["Sari", "Monday"]] } },
  {
    type: "BUTTONS",
    buttons: [
      {
        type: "URL",
        text: "Track",
        url: "https://acme.example/{{1}}",
        example: ["https://acme.example/A-1"],
      },
    ],
  },
];
const text = (value: string) => ({ type: "text", text: value });
const values = {
  header: text("A-1"),
  body: [text("Sari"), text("Monday")],
  buttons: [{ type: "url", index: 0, text: "A-1" }],
};
const shown = "Order A-1\nHi Sari, it comes on Monday.\n[Track] https://acme.example/A-1";

let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
});
afterAll(async () => api.close());

const create = async (more: object = {}) =>
  api.as("admin", "POST", "/templates", {
    ...place,
    name: `order_${randomUUID().slice(0, 8)}`,
    language: "en",
    category: "UTILITY",
    components,
    ...more,
  });

/** A template that Meta has approved. */
async function approved(more: object = {}): Promise<{ path: string; id: string; name: string }> {
  const { status, body } = await create(more);
  expect(status).toBe(201);
  await change(body.id, { status: "APPROVED", reason: null });
  return { path: `/templates/${body.id}`, id: body.id, name: String(body["name"]) };
}

async function change(id: string, to: { status?: string; reason?: string | null; category?: string }) {
  await api.database.adminDb.updateTable("message_templates").set(to).where("id", "=", id).execute();
}

const send = async (
  name: string,
  more: object = values,
  to: object = { phone: `+62813${randomInt(1e7, 1e8)}` },
) =>
  api.as("agent", "POST", "/messages", {
    ...place,
    to,
    message: { type: "template", name, language: "en", ...more },
  });

describe("a template", () => {
  test("is handed in, shown, listed, and handed in only once", async () => {
    const name = `hello_${randomUUID().slice(0, 8)}`;
    const created = await create({ name });
    expect(created).toMatchObject({
      status: 201,
      body: { name, language: "en", category: "UTILITY", components },
    });
    expect(created.headers.get("location")).toBe(`/api/v1/templates/${created.body.id}`);
    expect((await api.as("agent", "GET", `/templates/${created.body.id}`)).body).toEqual(created.body);
    expect((await api.as("agent", "GET", "/templates")).body.data).toContainEqual(created.body);
    const found = async (query: string) =>
      (await api.as("agent", "GET", `/templates?${query}`)).body.data.map(({ id }) => id);
    expect(await found(`name=${name}`)).toEqual([created.body.id]);
    await change(created.body.id, { status: "PAUSED" });
    expect(await found("status=paused")).toEqual([created.body.id]);
    expect(await found(`name=${name}&status=APPROVED`)).toEqual([]);
    expect(await create({ name })).toMatchObject({ status: 409, body: { code: "conflict" } });
    const log = await api.as("admin", "GET", `/audit-log?subjectId=${created.body.id}`);
    expect(log.body.data).toMatchObject([{ action: "template.create", after: { name } }]);
  });

  test.each<[field: string, more: object]>([
    ["name", { name: "Order Shipped" }],
    ["language", { language: "English" }],
    ["category", { category: "OTHER" }],
    [
      "components.0.text",
      {
        components: [
          { type: "FOOTER", text: "Hi {{1}}" },
          { type: "BODY", text: "Hi" },
        ],
      },
    ],
    ["components.0.example.body_text", { components: [{ type: "BODY", text: "Hi {{1}}!" }] }],
    ["components.0.text", { components: [{ type: "BODY", text: "x".repeat(1025) }] }],
    ["components", { components: [{ type: "FOOTER", text: "Acme" }] }],
    ["components", { components: [] }],
  ])("with a wrong %s is told before WhatsApp is asked", async (field, more) => {
    expect(await create(more)).toMatchObject({ status: 400, body: { errors: [{ field }] } });
  });

  test("is deleted in all its languages, with who did it", async () => {
    const { path, name, id } = await approved();
    const other = await create({ name, language: "id" });
    expect((await api.as("agent", "DELETE", path)).status).toBe(403);
    expect((await api.as("other", "DELETE", path)).status).toBe(404);
    expect((await api.as("admin", "DELETE", path)).status).toBe(204);
    for (const gone of [path, `/templates/${other.body.id}`])
      expect((await api.as("admin", "GET", gone)).status).toBe(404);
    const log = await api.as("admin", "GET", `/audit-log?action=template.delete&subjectId=${id}`);
    expect(log.body.data).toMatchObject([{ before: { name } }]);
  });

  test("that WhatsApp does not list any more is forgotten by a sync, of this account alone", async () => {
    const { id } = await approved();
    const row = { language: "en", category: "UTILITY", status: "APPROVED" };
    const { adminDb } = api.database;
    const stale = [acme, globex].map(({ id: tenantId, outlet }) => ({
      ...row,
      name: "stale",
      tenant_id: tenantId,
      waba_business_account_id: outlet.businessAccountId,
    }));
    await adminDb.insertInto("message_templates").values(stale).execute();
    expect(await api.as("admin", "POST", "/templates/sync", place)).toMatchObject({
      status: 200,
      body: { forgotten: 1 },
    });
    const left = await adminDb.selectFrom("message_templates").select(["id", "name", "tenant_id"]).execute();
    expect(left).toContainEqual(expect.objectContaining({ id }));
    expect(left.filter(({ name }) => name === "stale")).toMatchObject([{ tenant_id: globex.id }]);
    expect((await api.as("agent", "POST", "/templates/sync", place)).status).toBe(403);
    expect((await api.as("other", "POST", "/templates/sync", place)).status).toBe(404);
    expect(
      (await api.as("admin", "POST", "/templates/sync", { ...place, outletId: globex.outlet.id })).status,
    ).toBe(404);
    expect((await api.ask("POST", "/api/v1/templates/sync", { body: place })).status).toBe(401);
  });
});

test("a template is the same in en-US and en_US", async () => {
  const { name } = await approved({ language: "en-US" });
  expect(await send(name, { ...values, language: "en_us" })).toMatchObject({ status: 202 });
});

describe("once all templates of an account were listed", () => {
  test("one that is not there is refused at once, in which language it is there told", async () => {
    const { name } = await approved();
    const unlisted = `unlisted_${randomUUID().slice(0, 8)}`;
    await api.database.adminDb.updateTable("outlets").set({ templates_synced_at: null }).execute();
    expect(await send(unlisted)).toMatchObject({ status: 202 });
    expect(await api.as("admin", "POST", "/templates/sync", place)).toMatchObject({ status: 200 });
    expect(await send(unlisted)).toMatchObject({
      status: 404,
      body: { detail: expect.stringContaining(unlisted) },
    });
    expect(await send(name, { ...values, language: "de" })).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining("in en.") },
    });
  });
});

describe("a preview", () => {
  test("says what is sent, word for word", async () => {
    const { path, name } = await approved();
    const preview = await api.as("agent", "POST", `${path}/preview`, values);
    expect(preview).toMatchObject({ status: 200, body: { text: shown, canBeSent: true } });
    const sent = await send(name);
    expect(sent).toMatchObject({ status: 202, body: { text: shown } });
    const stored = await api.database.adminDb
      .selectFrom("messages")
      .select(["body", "content"])
      .where("id", "=", sent.body.id)
      .executeTakeFirstOrThrow();
    expect(stored).toEqual({ body: shown, content: { type: "template", name, language: "en", ...values } });
  });

  test("names the values that are missing or too much, as sending does", async () => {
    const { path, name } = await approved();
    const wrong: [given: object, field: string][] = [
      [{ ...values, body: [text("Sari")] }, "body"],
      [{ ...values, header: { type: "image", media: { id: "1" } } }, "header"],
      [{ ...values, buttons: [] }, "buttons"],
      [{ ...values, limitedTimeOffer: { expiresAt: "2026-01-31T12:00:00Z" } }, "limitedTimeOffer"],
      [{ ...values, body: [text("Sari\nDewi"), text("Monday")] }, "body.0.text"],
    ];
    for (const [given, field] of wrong) {
      expect(await api.as("agent", "POST", `${path}/preview`, given)).toMatchObject({
        status: 400,
        body: { errors: [{ field }] },
      });
      expect(await send(name, given)).toMatchObject({
        status: 400,
        body: { errors: [{ field: `message.${field}` }] },
      });
    }
  });

  test("is the tenant's staff's", async () => {
    const { path, id } = await approved();
    await change(id, { status: "PAUSED" });
    expect((await api.as("agent", "POST", `${path}/preview`, values)).body).toMatchObject({
      canBeSent: false,
    });
    expect((await api.as("viewer", "POST", `${path}/preview`, values)).status).toBe(403);
    expect((await api.as("other", "POST", `${path}/preview`, values)).status).toBe(404);
    expect((await api.ask("POST", `/api/v1${path}/preview`, { body: values })).status).toBe(401);
  });
});

describe("sending is refused, with the reason,", () => {
  test.each([
    ["PAUSED", "FIRST_PAUSE", "template-paused (FIRST_PAUSE)"],
    ["DISABLED", null, "template-disabled"],
    ["REJECTED", "INVALID_FORMAT", "template-rejected (INVALID_FORMAT)"],
    ["PENDING", null, "template-pending"],
  ])("of one that is %s", async (status, reason, told) => {
    const { id, name } = await approved();
    await change(id, { status, reason });
    expect(await send(name)).toMatchObject({
      status: 409,
      body: { detail: `The template cannot be sent: ${told}.` },
    });
  });

  test("of marketing to whoever wants none, and of nothing else", async () => {
    const { id, name } = await approved();
    const to = { phone: `+62814${randomInt(1e7, 1e8)}` };
    await api.as("agent", "POST", "/consents", { tenantId: acme.id, to, action: "opt_out" });
    expect((await send(name, values, to)).status).toBe(202);
    await change(id, { category: "MARKETING" });
    expect(await send(name, values, to)).toMatchObject({
      status: 409,
      body: { detail: "The contact wants no marketing." },
    });
    await api.as("agent", "POST", "/consents", { tenantId: acme.id, to, action: "opt_in" });
    expect((await send(name, values, to)).status).toBe(202);
  });

  test("of a code to whoever is known without a phone number", async () => {
    const { id, name } = await approved();
    await change(id, { category: "AUTHENTICATION" });
    const contact = await api.database.adminDb
      .insertInto("contacts")
      .values({ tenant_id: acme.id, business_scoped_user_id: `ID.${randomInt(1e9)}` })
      .returning("id")
      .executeTakeFirstOrThrow();
    expect(await send(name, values, { contactId: contact.id })).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining("phone number") },
    });
    expect((await send(name)).status).toBe(202);
  });
});
