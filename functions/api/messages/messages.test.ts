import { randomInt } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { seedData } from "../../../shared/testing/examples/seed-data.ts";
import { createChat } from "../../../shared/testing/chat.ts";
import { createTestApi, type TestApi } from "../testing/test-api.ts";

const [acme, globex] = seedData;
let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
});
afterAll(async () => api.close());

/** The phone number of a customer who has just written. */
async function customer(): Promise<string> {
  const chat = await createChat(api.database.db, acme);
  await chat.customerWrites("Where is my order?");
  return `+${chat.phone}`;
}
const newPhone = () => `+62811${randomInt(1e7, 1e8)}`;
const text = { type: "text", text: "Your order is on its way." };
const send = async (given: object = {}, asker: "admin" | "agent" | "viewer" | "other" = "agent") =>
  api.as(asker, "POST", "/messages", {
    tenantId: acme.id,
    outletId: acme.outlet.id,
    to: { phone: await customer() },
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

test("a message to a phone number is stored, queued and sent by whoever asked", async () => {
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
  const to = { phone: await customer() };
  const [first, second] = [await send({ to }), await send({ to })];
  expect(second.body["contactId"]).toBe(first.body["contactId"]);
  expect(second.body["conversationId"]).toBe(first.body["conversationId"]);
  const third = await send({ to: { contactId: first.body["contactId"] } });
  expect(third.body["conversationId"]).toBe(first.body["conversationId"]);
});

test("a limit that is passed is told by the field's name, and nothing is stored", async () => {
  const before = await api.database.adminDb
    .selectFrom("messages")
    .select("id")
    .where("direction", "=", "outbound")
    .execute();
  const buttons = ["a", "b", "c", "d"].map((id) => ({ id, title: id }));
  for (const [message, field] of [
    [{ type: "text", text: "x".repeat(4_097) }, "message.text"],
    [{ type: "buttons", body: "Which?", buttons }, "message.buttons"],
    [{ type: "image", media: { objectName: `tenants/${globex.id}/a.jpg` } }, "message.media.objectName"],
  ] as const) {
    expect(await send({ message })).toMatchObject({ status: 400, body: { errors: [{ field }] } });
  }
  expect(
    await api.database.adminDb
      .selectFrom("messages")
      .select("id")
      .where("direction", "=", "outbound")
      .execute(),
  ).toEqual(before);
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

test("a reaction names its message itself, and so quotes none", async () => {
  const message = { type: "reaction", messageWamid: "wamid.1", emoji: "👍" };
  expect(await send({ message, replyTo: "wamid.2" })).toMatchObject({
    status: 400,
    body: { errors: [{ field: "replyTo" }] },
  });
  expect(await send({ message })).toMatchObject({ status: 202, body: { text: "👍" } });
});

test("a form of WhatsApp's is sent with what opens it", async () => {
  const message = { type: "flow", body: "Book a table", flow: { id: "42" }, cta: "Book", token: "t-1" };
  expect(await send({ message })).toMatchObject({ status: 202, body: { text: "Book a table\n[Book]" } });
  expect(await send({ message: { ...message, cta: "Book 📅" } })).toMatchObject({
    status: 400,
    body: { errors: [{ field: "message.cta" }] },
  });
});

test("what became of a message, and why it failed, is told to its tenant alone", async () => {
  const { body: sent } = await send();
  const path = `/messages/${sent.id}`;
  expect((await api.as("agent", "GET", path)).body).toMatchObject({ status: "queued", error: null });
  await api.database.adminDb
    .updateTable("messages")
    .set({ status: "failed", error_code: 132001, error_detail: "Template name does not exist" })
    .where("id", "=", sent.id)
    .execute();
  expect(await api.as("agent", "GET", path)).toMatchObject({
    status: 200,
    body: {
      status: "failed",
      senderType: "agent",
      text: text.text,
      error: {
        code: 132001,
        detail: "Template name does not exist",
        meaning: expect.stringMatching(/template or language missing/),
      },
    },
  });
  expect((await api.as("other", "GET", path)).status).toBe(404);
});

test("a message to an outlet that does not send is held, and says why", async () => {
  const outlets = api.database.adminDb.updateTable("outlets").where("id", "=", acme.outlet.id);
  const problem = { status_reason: "token-expired", status_message: "Set another token." };
  await outlets.set({ status: "paused", ...problem }).execute();
  const answer = await send();
  await outlets.set({ status: "active", status_reason: null, status_message: null }).execute();
  expect(answer).toMatchObject({
    status: 202,
    body: { status: "held", held: { reason: "token-expired", message: "Set another token." } },
  });
  expect(await storedMessage(answer.body.id)).toMatchObject({ status: "queued" });
});

test("a number in its local form is told to be that", async () => {
  for (const phone of ["081234567890", "(0) 30 1234567"]) {
    const { status, body } = await send({ to: { phone } });
    expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining("local form")]);
  }
});

test("to a customer who wrote nothing for a day only a template goes: that is told before anything is queued", async () => {
  const old = await createChat(api.database.db, acme);
  await old.customerWrites("Where is my order?", { sentAt: new Date(Date.now() - 25 * 3_600_000) });
  for (const phone of [newPhone(), `+${old.phone}`])
    expect(await send({ to: { phone } })).toMatchObject({ status: 409, body: { code: "window-closed" } });
  const stored = api.database.adminDb.selectFrom("messages").select("id").where("direction", "=", "outbound");
  expect(await stored.where("conversation_id", "=", old.conversationId).execute()).toEqual([]);
  expect((await old.conversation()).handled_by).toBe("bot");
});
