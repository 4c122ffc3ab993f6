import { afterAll, beforeAll, expect, test } from "vitest";
import { createChat } from "../../../shared/testing/chat.ts";
import { seedData } from "../../../shared/testing/examples/seed-data.ts";
import { createTestApi, type TestApi } from "../testing/test-api.ts";

const [acme] = seedData;
let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
});
afterAll(async () => api.close());

test("a tag is made, changed, put on a conversation, and taken off all when it is deleted", async () => {
  const made = await api.as("agent", "POST", "/tags", { name: "Wholesale", color: "blue" });
  expect(made).toMatchObject({ status: 201, body: { name: "Wholesale", color: "blue" } });
  const path = `/tags/${made.body.id}`;
  expect(made.headers.get("location")).toBe(`/api/v1${path}`);
  const chat = await createChat(api.database.db, acme);
  await chat.customerWrites("Hi");
  const conversation = `/conversations/${chat.conversationId}`;
  await api.as("agent", "PUT", `${conversation}/tags`, { tagIds: [made.body.id] });
  await api.as("admin", "PUT", path, { name: "Resellers" });
  const tagged = await api.as("agent", "GET", conversation);
  expect(tagged.body["tags"]).toEqual([{ id: made.body.id, name: "Resellers", color: "blue" }]);
  expect((await api.as("agent", "GET", `/conversations?tagId=${made.body.id}`)).body.data).toHaveLength(1);
  expect((await api.as("agent", "DELETE", path)).status).toBe(403);
  expect((await api.as("admin", "DELETE", path)).status).toBe(204);
  expect((await api.as("agent", "GET", conversation)).body["tags"]).toEqual([]);
  expect((await api.as("admin", "DELETE", path)).status).toBe(404);
});

test("a name is there once, in whichever case, in each tenant; all are listed by name", async () => {
  await api.as("agent", "POST", "/tags", { name: "VIP" });
  const other = await api.as("agent", "POST", "/tags", { name: "angry" });
  for (const answer of [
    await api.as("agent", "POST", "/tags", { name: "vip" }),
    await api.as("admin", "PUT", `/tags/${other.body.id}`, { name: "Vip" }),
  ])
    expect(answer).toMatchObject({ status: 409, body: { errors: [{ field: "name", code: "taken" }] } });
  expect((await api.as("other", "POST", "/tags", { name: "vip" })).status).toBe(201);
  const names = (await api.as("agent", "GET", "/tags")).body.data.map((tag) => tag["name"]);
  expect(names).toEqual(["angry", "VIP"]);
});

test("doing the same again is no change: the audit log has it once", async () => {
  const { body } = await api.as("agent", "POST", "/tags", { name: "Once" });
  for (let time = 0; time < 2; time += 1) await api.as("admin", "PUT", `/tags/${body.id}`, { name: "Twice" });
  const entries = await api.database.adminDb
    .selectFrom("audit_log")
    .select("action")
    .where("subject_id", "=", body.id)
    .orderBy("id")
    .execute();
  expect(entries.map(({ action }) => action)).toEqual(["tag.create", "tag.update"]);
});
