import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordOutboundMessage } from "../../../shared/conversations/queries/messages.ts";
import { seedData } from "../../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../../shared/db/tenant-scope.ts";
import { createChat } from "../../../shared/testing/chat.ts";
import { createTestApi, type TestApi } from "../testing/test-api.ts";

const [acme] = seedData;

let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
});
afterAll(async () => api.close());

/** The bot's answer to a customer of Acme's; resolves to its id, and the question's. */
async function answered(question: string, trace?: object) {
  const { db } = api.database;
  const chat = await createChat(db, acme);
  const { id: questionId } = await chat.customerWrites(question);
  const { outletId, conversationId, contactId } = chat;
  const answerId = await inTenant(db, acme.id, async (trx) =>
    recordOutboundMessage(trx, {
      outletId,
      conversationId,
      contactId,
      trace,
      isTurn: true,
      senderType: "bot",
      body: "We may.",
      triggerMessageId: questionId,
      epoch: 1,
      sentAt: new Date(),
    }),
  );
  return { chat, questionId, answerId: answerId ?? "" };
}

async function unanswered() {
  return (await api.as("admin", "GET", "/unanswered-questions?limit=100")).body.data;
}

describe("the trace of a customer's answer", () => {
  test("is shown to the tenant's admins alone", async () => {
    const trace = { question: "Do you sail?", decision: { kind: "answer" } };
    const { answerId } = await answered("Do you sail?", trace);
    const path = `/messages/${answerId}/trace`;
    expect(await api.as("admin", "GET", path)).toMatchObject({
      status: 200,
      body: { messageId: answerId, trace },
    });
    expect((await api.as("agent", "GET", path)).status).toBe(403);
    expect((await api.as("other", "GET", path)).status).toBe(404);
    expect((await api.ask("GET", `/api/v1${path}`)).status).toBe(401);
  });

  test("is not there for what no answer is", async () => {
    const { questionId } = await answered("Do you row?");
    expect((await api.as("admin", "GET", `/messages/${questionId}/trace`)).status).toBe(404);
  });

  test("goes with its contact", async () => {
    const { chat, answerId } = await answered("Do you surf?", { decision: { kind: "answer" } });
    await api.as("agent", "PUT", `/messages/${answerId}/feedback`, { rating: "down" });
    await inTenant(api.database.db, acme.id, async (trx) => {
      await trx.deleteFrom("contacts").where("id", "=", chat.contactId).execute();
    });
    const rows = await api.database.adminDb.selectFrom("answer_feedback").select("message_id").execute();
    expect(rows.map(({ message_id: id }) => id)).not.toContain(answerId);
    expect((await api.as("admin", "GET", `/messages/${answerId}/trace`)).status).toBe(404);
    expect(JSON.stringify(await unanswered())).not.toContain("surf");
  });
});

describe("a rating", () => {
  test("is one of each user, and a later one takes its place", async () => {
    const { answerId } = await answered("Do you ski?");
    const path = `/messages/${answerId}/feedback`;
    expect(await api.as("agent", "PUT", path, { rating: "down", note: "Too vague" })).toMatchObject({
      status: 200,
      body: { messageId: answerId, rating: "down", note: "Too vague" },
    });
    await api.as("admin", "PUT", path, { rating: "up" });
    await api.as("agent", "PUT", path, { rating: "up" });
    const [admin, agent] = acme.users;
    const ratedAt = expect.any(String) as string;
    expect((await api.as("agent", "GET", path)).body.data).toEqual([
      { userId: agent?.id, rating: "up", note: null, ratedAt },
      { userId: admin?.id, rating: "up", note: null, ratedAt },
    ]);
    expect((await api.as("other", "GET", path)).status).toBe(404);
    expect((await api.as("viewer", "GET", path)).status).toBe(403);
  });

  test("that is bad lists the question for improvement, until nobody holds it any more", async () => {
    const question = "Which kayaks hold two hippos?";
    const trace = { question, language: "en", decision: { kind: "answer" } };
    const { answerId, questionId } = await answered("hippos?", trace);
    const path = `/messages/${answerId}/feedback`;
    const listed = async () => (await unanswered()).filter((one) => String(one["examples"]) === question);
    await api.as("agent", "PUT", path, { rating: "down" });
    await api.as("admin", "PUT", path, { rating: "down" });
    expect(await listed()).toMatchObject([
      { count: 1, languages: ["en"], reasons: ["rated-bad"], messageIds: [questionId] },
    ]);
    await api.as("agent", "PUT", path, { rating: "up" });
    expect(await listed()).toHaveLength(1);
    await api.as("admin", "PUT", path, { rating: "up" });
    expect(await listed()).toEqual([]);
  });

  test("is given by agents and admins, to answers of their own tenant's bot", async () => {
    const { answerId, questionId } = await answered("Do you climb?");
    const rate = async (...[asker, id]: [Parameters<typeof api.as>[0], string]) =>
      (await api.as(asker, "PUT", `/messages/${id}/feedback`, { rating: "up" })).status;
    expect([
      await rate("agent", answerId),
      await rate("viewer", answerId),
      await rate("other", answerId),
      await rate("agent", questionId),
    ]).toEqual([200, 403, 404, 409]);
    const wrong = await api.as("agent", "PUT", `/messages/${answerId}/feedback`, { rating: "meh" });
    expect(wrong).toMatchObject({ status: 400, body: { errors: [{ field: "rating" }] } });
  });

  test("counts on the tenant's day on which it was given", async () => {
    const { adminDb } = api.database;
    const { answerId } = await answered("Do you dive?");
    await api.as("agent", "PUT", `/messages/${answerId}/feedback`, { rating: "up" });
    await api.as("admin", "PUT", `/messages/${answerId}/feedback`, { rating: "down" });
    // 18:00 UTC is the next day in Jakarta.
    await adminDb
      .updateTable("tenants")
      .set({ time_zone: "Asia/Jakarta" })
      .where("id", "=", acme.id)
      .execute();
    await adminDb
      .updateTable("answer_feedback")
      .set({ rated_at: "2026-03-01T18:00:00Z" })
      .where("message_id", "=", answerId)
      .execute();
    const counts = async (query: string) =>
      (await api.as("agent", "GET", `/answers/feedback?${query}`)).body as unknown;
    expect(await counts("from=2026-03-01&to=2026-03-03")).toEqual({
      from: "2026-03-01",
      to: "2026-03-03",
      timeZone: expect.any(String),
      up: 1,
      down: 1,
      data: [{ day: "2026-03-02", up: 1, down: 1 }],
    });
    expect(await counts("from=2026-03-01&to=2026-03-01")).toMatchObject({ up: 0, data: [] });
    expect((await api.as("agent", "GET", "/answers/feedback?from=2026-03-02&to=2026-03-01")).status).toBe(
      400,
    );
    expect(
      (await api.as("other", "GET", "/answers/feedback?from=2026-03-01&to=2026-03-03")).body,
    ).toMatchObject({ up: 0, down: 0 });
  });
});
