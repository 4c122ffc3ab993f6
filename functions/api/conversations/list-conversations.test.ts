import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seedData } from "../../../shared/testing/examples/seed-data.ts";
import { type Chat, createChat } from "../../../shared/testing/chat.ts";
import { createTestApi, type TestApi } from "../testing/test-api.ts";

const [acme, globex] = seedData;
const [, agent] = acme.users;
const agentId = agent?.id ?? "";
const tagId = "01900000-0000-7000-8000-00000000d001";

let api: TestApi;
let chats: Chat[];

type Row = Record<string, unknown> & { id: string; lastMessageAt: string; waitingSince: string | null };

beforeAll(async () => {
  api = await createTestApi();
  await api.database.adminDb
    .insertInto("tags")
    .values({ id: tagId, tenant_id: acme.id, name: "Wholesale" })
    .execute();
  chats = await Promise.all(Array.from({ length: 24 }, async () => createChat(api.database.db, acme)));
  for (const [index, chat] of chats.entries()) await bringAbout(chat, index);
  // Nothing was said in it, and another tenant's: they are in no list.
  await createChat(api.database.db, acme);
  await (await createChat(api.database.db, globex)).customerWrites("Olá");
});
afterAll(async () => api.close());

/** Twenty-four that differ in all that can be filtered by. */
async function bringAbout(chat: Chat, index: number): Promise<void> {
  const path = `/conversations/${chat.conversationId}`;
  const sentAt = new Date(Date.now() - (index % 7) * 3_600_000);
  await chat.customerWrites(`question ${index}`, { sentAt });
  if (index % 2 === 0) await chat.queueReply(`answer ${index}`);
  if (index % 3 === 0) await okay("POST", `${path}/claim`);
  if (index % 4 === 1) await okay("PUT", `${path}/read`, { isRead: true });
  if (index % 5 === 2) await okay("PUT", `${path}/tags`, { tagIds: [tagId] });
  if (index % 6 === 3)
    await okay("POST", `${path}/notes`, { body: "see this", mentionedUserIds: [agentId] }, 201);
  if (index % 8 === 5) await okay("POST", `${path}/snooze`, { until: null });
  if (index % 8 === 6) await okay("POST", `${path}/close`, { outcome: "resolved" });
}

async function okay(
  method: string,
  path: string,
  body?: unknown,
  status = method === "PUT" ? [200, 204] : 200,
) {
  expect([status].flat()).toContain((await api.as("agent", method, path, body)).status);
}

async function list(query: Record<string, string>): Promise<Row[]> {
  const { status, body } = await api.as(
    "agent",
    "GET",
    `/conversations?${new URLSearchParams(query).toString()}`,
  );
  expect(status).toBe(200);
  return body.data as unknown as Row[];
}

/** What each filter means, of the row as the API shows it. */
const meaning: Record<string, (row: Row, value: string, facts: Facts) => boolean> = {
  state: (row, value) => row["state"] === value,
  handledBy: (row, value) => row["handledBy"] === value,
  assignee: ({ assignee }, value) =>
    value === "none" ? assignee === null : (assignee as { id: string } | null)?.id === agentId,
  tagId: ({ tags }) => (tags as { id: string }[]).some(({ id }) => id === tagId),
  waiting: ({ waitingSince }, value) => (waitingSince !== null) === (value === "true"),
  unread: ({ unreadCount }, value) => Number(unreadCount) > 0 === (value === "true"),
  mentioned: ({ id }, _value, { mentioned }) => mentioned.has(id),
};
type Facts = { mentioned: ReadonlySet<string> };

const filters = fc.record(
  {
    state: fc.constantFrom("open", "snoozed", "closed"),
    handledBy: fc.constantFrom("bot", "human"),
    assignee: fc.constantFrom("me", "none", agentId),
    tagId: fc.constant(tagId),
    waiting: fc.constantFrom("true", "false"),
    unread: fc.constantFrom("true", "false"),
    mentioned: fc.constant("true"),
  },
  { requiredKeys: [] },
);

describe("listing conversations", () => {
  test("shows what every combination of filters means, and nothing else", async () => {
    const all = await list({ limit: "100" });
    expect(all).toHaveLength(chats.length);
    const mentioned = new Set(chats.filter((_, index) => index % 6 === 3).map((chat) => chat.conversationId));
    const drawn = fc.asyncProperty(filters, async (filter) => {
      const shown = await list({ ...filter, limit: "100" });
      const expected = all.filter((row) =>
        Object.entries(filter).every(([name, value]) => meaning[name]?.(row, value, { mentioned })),
      );
      expect(shown).toEqual(expected);
    });
    await fc.assert(drawn, { numRuns: 200 });
  });

  test.each([
    ["lastMessageAt", "desc"],
    ["lastMessageAt", "asc"],
    ["waitingSince", "desc"],
    ["waitingSince", "asc"],
  ] as const)("by %s %s gives the same in pages as at once", async (sort, order) => {
    const whole = await list({ sort, order, limit: "100" });
    const times = whole.map((row) => row[sort]);
    expect(times).toEqual(order === "asc" ? times.toSorted() : times.toSorted().toReversed());
    expect(times).not.toContain(null);
    const paged: Row[] = [];
    let cursor: string | null = null;
    do {
      const query = new URLSearchParams({ sort, order, limit: "5", ...(cursor === null ? {} : { cursor }) });
      const page = await api.as("agent", "GET", `/conversations?${query.toString()}`);
      paged.push(...(page.body.data as unknown as Row[]));
      cursor = page.body.nextCursor as string | null;
    } while (cursor !== null);
    expect(paged).toEqual(whole);
  });

  test("shows in a row all that a list needs", async () => {
    const [chat] = chats;
    const rows = await list({ contactId: chat?.contactId ?? "" });
    expect(rows).toMatchObject([
      {
        id: chat?.conversationId,
        state: "open",
        handledBy: "human",
        contact: { id: chat?.contactId, phone: chat?.phone, isBlocked: false, isOptedOut: false },
        assignee: { id: agentId, name: "Agus Agent" },
        lastMessage: { direction: "outbound", senderType: "bot", text: "answer 0", status: "queued" },
        unreadCount: 1,
        waitingSince: null,
        tags: [],
        handoff: { code: "taken" },
        outcome: null,
      },
    ]);
    expect(Date.parse(String(rows[0]?.["windowClosesAt"]))).toBeGreaterThan(Date.now());
  });

  test("counts what each view holds", async () => {
    const { body } = await api.as("agent", "GET", "/conversations/counts");
    const holds = async (query: Record<string, string>) => (await list({ limit: "100", ...query })).length;
    expect(body).toEqual({
      mine: await holds({ state: "open", assignee: "me" }),
      unassigned: await holds({ state: "open", assignee: "none", handledBy: "human" }),
      waiting: await holds({ state: "open", handledBy: "human", waiting: "true" }),
      mentions: await holds({ state: "open", mentioned: "true" }),
      bot: await holds({ state: "open", handledBy: "bot" }),
      all: await holds({ state: "open" }),
      snoozed: await holds({ state: "snoozed" }),
    });
    expect(Object.values(body).every((count) => Number(count) > 0 || count === body["unassigned"])).toBe(
      true,
    );
  });

  test("a key, which is nobody, is refused what is one person's own, and sees the rest", async () => {
    const made = await api.as("admin", "POST", "/api-keys", {
      tenantId: acme.id,
      name: "Reader",
      scopes: ["conversations:read"],
    });
    const asKey = async (query: string) =>
      api.ask("GET", `/api/v1/conversations?${query}`, { token: made.body.secret });
    expect((await asKey("limit=100")).body.data).toHaveLength(chats.length);
    for (const query of ["assignee=me", "unread=true", "mentioned=true"])
      expect((await asKey(query)).status, query).toBe(400);
  });

  test("an operator sees none without an access, and a viewer never", async () => {
    expect((await api.as("operator", "GET", "/conversations")).status).toBe(403);
    expect((await api.as("viewer", "GET", "/conversations")).status).toBe(403);
    const access = await api.openAccess(acme.id);
    const seen = await api.as("operator", "GET", "/conversations?limit=100", undefined, access);
    expect(seen.body.data).toHaveLength(chats.length);
  });
});
