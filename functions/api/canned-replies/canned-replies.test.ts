import { afterAll, beforeAll, expect, test } from "vitest";
import { createChat } from "../../../shared/testing/chat.ts";
import { seedData } from "../../../shared/testing/examples/seed-data.ts";
import { createTestApi, type TestApi } from "../testing/test-api.ts";

const [acme, globex] = seedData;
let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
});
afterAll(async () => api.close());

const create = async (given: object) =>
  api.as("agent", "POST", "/canned-replies", { body: "Until six.", ...given });

test("a canned reply is filled in for a conversation, and says what it has no value for", async () => {
  const body = "Halo {{contact.name}}, {{agent.name}} dari {{outlet.name}}.";
  const made = await create({ shortcut: "halo", body });
  expect(made.status).toBe(201);
  const chat = await createChat(api.database.db, acme);
  await chat.customerWrites("Hi");
  const render = async () =>
    api.as("agent", "POST", `/canned-replies/${made.body.id}/render`, {
      conversationId: chat.conversationId,
    });
  expect(await render()).toMatchObject({
    status: 200,
    body: { text: "Halo {{contact.name}}, Agus Agent dari Acme Outdoor Bandung.", missing: ["contact.name"] },
  });
  await api.database.adminDb
    .updateTable("contacts")
    .set({ profile_name: "Dewi" })
    .where("id", "=", chat.contactId)
    .execute();
  expect((await render()).body).toEqual({
    text: "Halo Dewi, Agus Agent dari Acme Outdoor Bandung.",
    missing: [],
  });
  expect(api.services.bus.of("message.queued")).toEqual([]);
});

test("a shortcut is there once for an outlet and a language, and beside that for all", async () => {
  const same = { shortcut: "jam", outletId: acme.outlet.id, language: "id" };
  expect((await create(same)).status).toBe(201);
  expect(await create(same)).toMatchObject({
    status: 409,
    body: { errors: [{ field: "shortcut", code: "taken" }] },
  });
  expect((await create({ shortcut: "jam" })).status).toBe(201);
  expect((await create({ shortcut: "jam" })).status).toBe(409);
  const all = await api.as("agent", "GET", `/canned-replies?outletId=${acme.outlet.id}`);
  expect(all.body.data.filter(({ shortcut }) => shortcut === "jam")).toHaveLength(2);
});

test.each([
  ["a variable that there is none of", { shortcut: "x", body: "{{contact.age}}" }, "body"],
  ["a shortcut of two words", { shortcut: "two words" }, "shortcut"],
  ["no language", { shortcut: "x", language: "English" }, "language"],
])("%s is refused", async (_, given, field) => {
  expect(await create(given)).toMatchObject({ status: 400, body: { errors: [{ field }] } });
});

test("another tenant's outlet is not found", async () => {
  expect((await create({ shortcut: "x", outletId: globex.outlet.id })).status).toBe(404);
});

test("pages through all of them by shortcut", async () => {
  for (const shortcut of ["c", "a", "b"]) await create({ shortcut: `page-${shortcut}` });
  const shortcuts: unknown[] = [];
  let cursor = "";
  do {
    const { body } = await api.as("agent", "GET", `/canned-replies?limit=1${cursor}`);
    shortcuts.push(...body.data.map(({ shortcut }) => shortcut));
    cursor = body.nextCursor === null ? "" : `&cursor=${body.nextCursor}`;
  } while (cursor !== "");
  expect(shortcuts.filter((shortcut) => String(shortcut).startsWith("page-"))).toEqual([
    "page-a",
    "page-b",
    "page-c",
  ]);
  expect(new Set(shortcuts).size).toBeLessThanOrEqual(shortcuts.length);
});

test("is changed and deleted, each told by the audit log", async () => {
  const { body } = await create({ shortcut: "Bye", outletId: acme.outlet.id });
  expect(body).toMatchObject({ shortcut: "bye" });
  const path = `/canned-replies/${body.id}`;
  expect((await api.as("agent", "PUT", path, { shortcut: "bye", body: "Bye!" })).body).toMatchObject({
    body: "Bye!",
  });
  expect((await api.as("agent", "DELETE", path)).status).toBe(204);
  const entries = await api.database.adminDb
    .selectFrom("audit_log")
    .select("action")
    .where("subject_id", "=", body.id)
    .orderBy("id")
    .execute();
  expect(entries.map(({ action }) => action)).toEqual([
    "canned-reply.create",
    "canned-reply.update",
    "canned-reply.delete",
  ]);
});
