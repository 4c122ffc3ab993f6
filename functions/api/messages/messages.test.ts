import { randomInt } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { seedData } from "../../../shared/db/seed-data.ts";
import { createTestApi, type TestApi } from "../testing/test-api.ts";

const [acme, globex] = seedData;
let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
});
afterAll(async () => api.close());

const newPhone = () => `+62811${randomInt(1e7, 1e8)}`;
const text = { type: "text", text: "Your order is on its way." };
const send = async (given: object = {}, asker: "admin" | "agent" | "viewer" | "other" = "agent") =>
  api.as(asker, "POST", "/messages", {
    tenantId: acme.id,
    outletId: acme.outlet.id,
    to: { phone: newPhone() },
    message: text,
    ...given,
  });

async function storedMessage(id: string) {
  return api.database.adminDb
    .selectFrom("messages")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
}

test("a message to a new phone number is stored, queued and sent by whoever asked", async () => {
  const answer = await send({ replyTo: "wamid.1" });
  expect(answer).toMatchObject({ status: 202, body: { status: "queued", text: text.text } });
  expect(await storedMessage(answer.body.id)).toMatchObject({
    tenant_id: acme.id,
    direction: "outbound",
    sender_type: "agent",
    status: "queued",
    type: "text",
    content: text,
    body: text.text,
    context_wamid: "wamid.1",
    epoch: null,
  });
  const queued = api.services.bus.of("message.queued").map(({ data }) => data.messageId);
  expect(queued).toContain(answer.body.id);
});

test("two messages to one phone number are one contact and one conversation", async () => {
  const to = { phone: newPhone() };
  const [first, second] = [await send({ to }), await send({ to })];
  expect(second.body["contactId"]).toBe(first.body["contactId"]);
  expect(second.body["conversationId"]).toBe(first.body["conversationId"]);
  const third = await send({ to: { contactId: first.body["contactId"] } });
  expect(third.body["conversationId"]).toBe(first.body["conversationId"]);
});

test("a limit that is passed is told by the field's name, and nothing is stored", async () => {
  const before = await api.database.adminDb.selectFrom("messages").select("id").execute();
  const buttons = ["a", "b", "c", "d"].map((id) => ({ id, title: id }));
  for (const [message, field] of [
    [{ type: "text", text: "x".repeat(4_097) }, "message.text"],
    [{ type: "buttons", body: "Which?", buttons }, "message.buttons"],
    [{ type: "image", media: { objectName: `tenants/${globex.id}/a.jpg` } }, "message.media.objectName"],
  ] as const) {
    expect(await send({ message })).toMatchObject({ status: 400, body: { errors: [{ field }] } });
  }
  expect(await api.database.adminDb.selectFrom("messages").select("id").execute()).toEqual(before);
});

test("another tenant's outlet, contact or tenant is not there; a viewer may not send; nobody may without a token", async () => {
  const { body } = await send();
  expect((await send({}, "other")).status).toBe(404);
  expect((await send({ outletId: globex.outlet.id })).status).toBe(404);
  const theirs = { tenantId: globex.id, outletId: globex.outlet.id, to: { contactId: body["contactId"] } };
  expect((await send(theirs, "other")).status).toBe(404);
  expect((await send({}, "viewer")).status).toBe(403);
  expect((await api.ask("POST", "/api/v1/messages", { body: {} })).status).toBe(401);
});

test("templates are created, listed, synced, sent with values that fit, refused when paused, and deleted", async () => {
  const place = { tenantId: acme.id, outletId: acme.outlet.id };
  const template = { name: "order_shipped", language: "en", category: "MARKETING" };
  const components = [{ type: "BODY", text: "Hi {{1}}, your order is on its way." }];
  const created = await api.as("admin", "POST", "/templates", { ...place, ...template, components });
  expect(created).toMatchObject({ status: 201, body: { ...template, canBeSent: true, components } });
  const again = await api.as("admin", "POST", "/templates", { ...place, ...template, components });
  expect(again).toMatchObject({ status: 409, body: { code: "conflict" } });
  expect(await api.as("admin", "POST", "/templates/sync", place)).toMatchObject({
    status: 200,
    body: { listed: 1 },
  });
  const path = `/templates/${created.body.id}`;
  expect((await api.as("agent", "GET", path)).body).toMatchObject(template);
  expect((await api.as("other", "GET", path)).status).toBe(404);

  const message = { type: "template", name: "order_shipped", language: "en" };
  const body = [{ type: "text", text: "Sari" }];
  expect(await send({ message })).toMatchObject({
    status: 400,
    body: { errors: [{ field: "message.body" }] },
  });
  const sent = await send({ message: { ...message, body } });
  expect(sent).toMatchObject({ status: 202, body: { text: "Hi Sari, your order is on its way." } });

  const contactId = String(sent.body["contactId"]);
  const { adminDb } = api.database;
  await adminDb
    .updateTable("contacts")
    .set({ opted_out_at: new Date() })
    .where("id", "=", contactId)
    .execute();
  const unwanted = await send({ to: { contactId }, message: { ...message, body } });
  expect(unwanted).toMatchObject({ status: 409, body: { detail: "The contact wants no marketing." } });
  expect((await send({ to: { contactId } })).status).toBe(202);

  await adminDb.updateTable("message_templates").set({ status: "PAUSED" }).execute();
  expect(await send({ message: { ...message, body } })).toMatchObject({
    status: 409,
    body: { detail: "The template cannot be sent: template-paused." },
  });
  expect((await api.as("agent", "DELETE", path)).status).toBe(403);
  expect((await api.as("admin", "DELETE", path)).status).toBe(204);
  expect((await api.as("admin", "GET", path)).status).toBe(404);
});
