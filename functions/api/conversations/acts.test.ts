import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { handOver, recordHandoverSummary } from "../../../shared/conversations/queries/conversations.ts";
import { inTenant } from "../../../shared/db/tenant-scope.ts";
import { type Chat, createChat } from "../../../shared/testing/chat.ts";
import { seedData } from "../../../shared/testing/examples/seed-data.ts";
import { type Asker, createTestApi, type TestApi } from "../testing/test-api.ts";

const [acme, globex] = seedData;
const [admin, agent, viewer] = acme.users;
let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
});
afterAll(async () => api.close());

async function begun(): Promise<Chat> {
  const chat = await createChat(api.database.db, acme);
  await chat.customerWrites("Where is my order?");
  return chat;
}

async function act(chat: Chat, name: string, body?: unknown, asker: Asker = "agent", headers = {}) {
  return api.as(asker, "POST", `/conversations/${chat.conversationId}/${name}`, body, headers);
}

async function eventsOf(chat: Chat): Promise<unknown[]> {
  const { body } = await api.as("agent", "GET", `/conversations/${chat.conversationId}/events`);
  return body.data.map(({ kind, actor, data }) => ({ kind, actor, data }));
}

async function auditedOf(chat: Chat): Promise<string[]> {
  const rows = await api.database.adminDb
    .selectFrom("audit_log")
    .select("action")
    .where("subject_id", "=", chat.conversationId)
    .orderBy("id")
    .execute();
  return rows.map(({ action }) => action);
}

describe("claiming", () => {
  test("of a hundred at once, one has it, and all others learn who", async () => {
    const chat = await begun();
    const askers = Array.from({ length: 100 }, (_, index): Asker => (index % 2 === 0 ? "admin" : "agent"));
    const answers = await Promise.all(
      askers.map(async (asker) => ({ asker, ...(await act(chat, "claim", undefined, asker)) })),
    );
    const { assigned_user_id: ownerId, epoch } = await chat.conversation();
    const winner: Asker = ownerId === admin?.id ? "admin" : "agent";
    const name = winner === "admin" ? admin?.displayName : agent?.displayName;
    for (const { asker, status, body } of answers) {
      expect(status).toBe(asker === winner ? 200 : 409);
      if (asker === winner) expect(body).toMatchObject({ assignee: { id: ownerId }, epoch });
      else expect(body).toMatchObject({ code: "taken", assignee: { id: ownerId, name } });
    }
    // The winner's other forty-nine changed nothing.
    expect(await auditedOf(chat)).toEqual(["conversation.claim"]);
    expect(await eventsOf(chat)).toMatchObject([
      { kind: "handed-over", data: { code: "taken" } },
      { kind: "assigned", actor: { type: "user", id: ownerId, name }, data: { userId: ownerId } },
    ]);
  });

  test("silences the bot: what it drafted for before is stale", async () => {
    const chat = await begun();
    const { epoch } = await chat.conversation();
    const answer = await act(chat, "claim");
    expect(answer.body).toMatchObject({ handledBy: "human", epoch: epoch + 1, handoff: { code: "taken" } });
    expect(answer.headers.get("etag")).toBe(`"${epoch + 1}"`);
  });

  test("keeps why it was handed over", async () => {
    const chat = await begun();
    await inTenant(api.database.db, acme.id, async (trx) =>
      handOver(trx, chat.conversationId, {
        code: "no-answer",
        reason: "nothing found",
        summary: "Asks for a refund",
      }),
    );
    expect((await act(chat, "claim")).body).toMatchObject({
      assignee: { name: agent?.displayName },
      handoff: { summary: "Asks for a refund" },
    });
  });

  test("keeps what Meta told of the conversation with the customer's message, until it is given back", async () => {
    const chat = await begun();
    await inTenant(api.database.db, acme.id, async (trx) => {
      await recordHandoverSummary(trx, chat.conversationId, "Asked another app for a tent.");
      await handOver(trx, chat.conversationId, { code: "no-answer", reason: "nothing found" });
    });
    expect((await act(chat, "claim")).body).toMatchObject({
      handoff: { summary: "Asked another app for a tent." },
    });
    await act(chat, "hand-back");
    expect((await act(chat, "claim")).body).toMatchObject({ handoff: { code: "taken", summary: null } });
  });

  test("is refused by an epoch that is over, and done by the one that holds", async () => {
    const chat = await begun();
    const { epoch } = await chat.conversation();
    expect((await act(chat, "claim", undefined, "agent", { "if-match": `"${epoch + 7}"` })).status).toBe(412);
    expect((await act(chat, "claim", undefined, "agent", { "if-match": `"${epoch}"` })).status).toBe(200);
  });

  test("is for people: a key has nothing of its own", async () => {
    const scopes = { tenantId: acme.id, name: "Claimer", scopes: ["conversations:handle"] };
    const { body } = await api.as("admin", "POST", "/api-keys", scopes);
    const chat = await begun();
    const path = `/api/v1/conversations/${chat.conversationId}`;
    expect((await api.ask("POST", `${path}/claim`, { token: body.secret })).status).toBe(403);
    const userId = agent?.id;
    expect((await api.ask("POST", `${path}/assign`, { token: body.secret, body: { userId } })).status).toBe(
      200,
    );
  });
});

describe("assigning", () => {
  test("gives it to a colleague, whoever had it, and releasing makes it nobody's", async () => {
    const chat = await begun();
    await act(chat, "claim");
    expect((await act(chat, "assign", { userId: admin?.id })).body).toMatchObject({
      assignee: { id: admin?.id, name: admin?.displayName },
    });
    expect((await act(chat, "release")).body).toMatchObject({ assignee: null, handledBy: "human" });
    expect(await auditedOf(chat)).toEqual([
      "conversation.claim",
      "conversation.assign",
      "conversation.release",
    ]);
  });

  test("doing it twice changes nothing the second time", async () => {
    const chat = await begun();
    const first = await act(chat, "assign", { userId: admin?.id });
    const second = await act(chat, "assign", { userId: admin?.id });
    expect(second.body).toEqual(first.body);
    await act(chat, "release");
    expect((await act(chat, "release")).status).toBe(200);
    expect(await auditedOf(chat)).toEqual(["conversation.assign", "conversation.release"]);
  });

  test.each([
    ["a viewer, who may not answer", viewer?.id],
    ["another tenant's person", globex.users[1]?.id],
    ["nobody that there is", "01900000-0000-7000-8000-0000000fffff"],
  ])("refuses %s", async (_, userId) => {
    const chat = await begun();
    expect(await act(chat, "assign", { userId })).toMatchObject({
      status: 400,
      body: { code: "invalid", errors: [{ field: "userId" }] },
    });
    expect(await chat.conversation()).toMatchObject({ assigned_user_id: null });
  });
});

describe("putting aside", () => {
  test("takes it out of the open ones until it is taken up", async () => {
    const chat = await begun();
    const until = new Date(Date.now() + 3_600_000).toISOString();
    expect((await act(chat, "snooze", { until })).body).toMatchObject({
      state: "snoozed",
      snoozedUntil: until,
    });
    expect((await act(chat, "wake")).body).toMatchObject({ state: "open", snoozedUntil: null });
  });

  test("ends when the customer writes", async () => {
    const chat = await begun();
    await act(chat, "snooze", { until: null });
    await chat.customerWrites("Hello?");
    expect(await chat.conversation()).toMatchObject({ inbox_state: "open", snoozed_at: null });
    expect(await eventsOf(chat)).toMatchObject([{ kind: "snoozed" }, { kind: "woken" }]);
  });

  test("refuses a time that is over", async () => {
    const chat = await begun();
    expect((await act(chat, "snooze", { until: "2026-01-01T00:00:00.000Z" })).status).toBe(400);
  });
});

describe("closing", () => {
  test("keeps the outcome and the reason, and lets nobody wait", async () => {
    const chat = await begun();
    const closed = await act(chat, "close", { outcome: "no-answer-needed", reason: "Wrong number" });
    expect(closed.body).toMatchObject({
      state: "closed",
      outcome: "no-answer-needed",
      closeReason: "Wrong number",
      waitingSince: null,
    });
    expect((await act(chat, "close", { outcome: "spam" })).body).toMatchObject({
      outcome: "no-answer-needed",
    });
    expect(await auditedOf(chat)).toEqual(["conversation.close"]);
  });

  test("makes what the bot has drafted stale", async () => {
    const chat = await begun();
    const { epoch } = await chat.conversation();
    await act(chat, "close", {});
    expect((await chat.conversation()).epoch).toBe(epoch + 1);
  });

  test("allows nothing but opening it again", async () => {
    const chat = await begun();
    await act(chat, "claim");
    await act(chat, "close", {});
    for (const [name, body] of [
      ["claim", undefined],
      ["release", undefined],
      ["assign", { userId: admin?.id }],
      ["snooze", { until: null }],
      ["hand-back", undefined],
    ] as const)
      expect((await act(chat, name, body)).status, name).toBe(409);
    expect((await act(chat, "reopen")).body).toMatchObject({
      state: "open",
      outcome: null,
      assignee: { id: agent?.id },
    });
  });

  test("reopening is refused where the contact has another open one", async () => {
    const chat = await begun();
    await act(chat, "close", { outcome: "spam" });
    const { id } = await api.database.adminDb
      .insertInto("conversations")
      .values({ tenant_id: acme.id, outlet_id: chat.outletId, contact_id: chat.contactId })
      .returning("id")
      .executeTakeFirstOrThrow();
    expect(await act(chat, "reopen")).toMatchObject({ status: 409, body: { conversationId: id } });
  });
});

test("every act tells whoever looks on that the conversation changed", async () => {
  const chat = await begun();
  for (const [name, body] of [
    ["claim", undefined],
    ["snooze", { until: null }],
    ["wake", undefined],
    ["release", undefined],
    ["close", {}],
    ["reopen", undefined],
  ] as const) {
    await act(chat, name, body);
    expect(api.services.bus.of("conversation.changed").at(-1), name).toMatchObject({
      tenantId: acme.id,
      data: { conversationId: chat.conversationId, change: "handling" },
    });
  }
});
