import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Chat, createChat } from "../../../shared/testing/chat.ts";
import { seedData } from "../../../shared/testing/examples/seed-data.ts";
import { type Asker, createTestApi, type TestApi } from "../testing/test-api.ts";

const [acme] = seedData;
const [admin, agent] = acme.users;
let api: TestApi;
let chat: Chat;
let path: string;

beforeAll(async () => {
  api = await createTestApi();
  chat = await createChat(api.database.db, acme);
  path = `/conversations/${chat.conversationId}`;
  await chat.customerWrites("Hi");
});
afterAll(async () => api.close());

describe("read state", () => {
  const unread = async (asker: Asker) => (await api.as(asker, "GET", path)).body["unreadCount"];

  test("is each person's own, and what comes later is unread", async () => {
    expect(await unread("agent")).toBe(1);
    expect((await api.as("agent", "PUT", `${path}/read`, { isRead: true })).status).toBe(204);
    expect([await unread("agent"), await unread("admin")]).toEqual([0, 1]);
    await chat.customerWrites("Anybody?");
    await chat.customerWrites("Hello?");
    expect([await unread("agent"), await unread("admin")]).toEqual([2, 3]);
  });

  test("can be given up again", async () => {
    await api.as("agent", "PUT", `${path}/read`, { isRead: true });
    await api.as("agent", "PUT", `${path}/read`, { isRead: false });
    expect(await unread("agent")).toBe(3);
  });
});

describe("a draft", () => {
  test("is kept for its person alone, counts its versions, and is forgotten when told", async () => {
    expect((await api.as("agent", "GET", `${path}/draft`)).body).toEqual({
      body: "",
      version: 0,
      updatedAt: null,
    });
    await api.as("agent", "PUT", `${path}/draft`, { body: "Dear" });
    const second = await api.as("agent", "PUT", `${path}/draft`, { body: "Dear Ms Tan," });
    expect(second.body).toMatchObject({ body: "Dear Ms Tan,", version: 2 });
    expect((await api.as("agent", "GET", `${path}/draft`)).body).toEqual(second.body);
    expect((await api.as("admin", "GET", `${path}/draft`)).body).toMatchObject({ version: 0 });
    expect((await api.as("agent", "DELETE", `${path}/draft`)).status).toBe(204);
    expect((await api.as("agent", "GET", `${path}/draft`)).body).toMatchObject({ body: "", version: 0 });
  });
});

describe("a note", () => {
  test("is for colleagues, names some of them, and only its author changes or deletes it", async () => {
    const made = await api.as("agent", "POST", `${path}/notes`, {
      body: "@Ayu, a regular",
      mentionedUserIds: [admin?.id],
    });
    expect(made).toMatchObject({
      status: 201,
      body: { author: { id: agent?.id, name: agent?.displayName }, mentionedUserIds: [admin?.id] },
    });
    const own = `${path}/notes/${made.body.id}`;
    expect(made.headers.get("location")).toBe(`/api/v1${own}`);
    expect((await api.as("admin", "PUT", own, { body: "mine now" })).status).toBe(403);
    expect((await api.as("admin", "DELETE", own)).status).toBe(403);
    const changed = await api.as("agent", "PUT", own, { body: "A regular of ours" });
    expect(changed.body).toMatchObject({ body: "A regular of ours", mentionedUserIds: [] });
    expect((await api.as("admin", "GET", `${path}/notes`)).body.data).toEqual([changed.body]);
    expect((await api.as("agent", "DELETE", own)).status).toBe(204);
    expect((await api.as("agent", "GET", `${path}/notes`)).body.data).toEqual([]);
  });

  test("names nobody of another tenant, and is never sent", async () => {
    const [stranger] = seedData[1].users;
    const made = await api.as("agent", "POST", `${path}/notes`, {
      body: "look",
      mentionedUserIds: [stranger?.id],
    });
    expect(made).toMatchObject({ status: 400, body: { errors: [{ field: "mentionedUserIds" }] } });
    expect(api.services.bus.of("message.queued")).toEqual([]);
  });
});
