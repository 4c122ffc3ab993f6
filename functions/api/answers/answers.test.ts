import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { seedData } from "../../../shared/testing/examples/seed-data.ts";
import { instead } from "../../../shared/testing/instead.ts";
import { storeDocument } from "../../../shared/testing/knowledge.ts";
import { createApp } from "../app.ts";
import { createTestApi, type TestApi } from "../testing/test-api.ts";

const [acme, globex] = seedData;
const json = { accept: "application/json" };
const question = "How much is delivery to Bandung?";

let api: TestApi;
let delivery: string;

beforeAll(async () => {
  api = await createTestApi();
  const passages = ["Delivery to Bandung costs Rp 25,000.", "The Bandung store opens at 09:00."];
  delivery = await storeDocument(api, acme, "delivery.md", passages);
  await storeDocument(api, globex, "secret.md", ["Delivery to Bandung costs Rp 99,000."]);
});
afterEach(async () => {
  await api.openai.faults([]);
  await api.database.adminDb.updateTable("tenants").set({ quota_state: "ok" }).execute();
});
afterAll(async () => api.close());

async function ask(body: object = { question }, headers: Record<string, string> = json) {
  return api.as("agent", "POST", "/llm/answers", body, headers);
}

async function kept(id: string) {
  const row = await api.database.adminDb
    .selectFrom("playground_answers")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirst();
  return row;
}

async function lastPrompt() {
  return (await api.openai.prompts()).at(-1) ?? [];
}

function metered(subjectId: string) {
  return api.services.bus.of("usage.recorded").filter(({ data }) => data.subjectId === subjectId);
}

describe("an answer of the playground", () => {
  test("is what a customer would get: from the tenant's documents, with its source and what it took", async () => {
    const { status, body } = await ask();
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        text: "Delivery to Bandung costs Rp 25,000.",
        citations: [{ documentId: delivery, title: "delivery.md", page: null }],
        decision: { kind: "answer", reason: null },
        handoff: null,
        usage: { tokensIn: expect.any(Number), tokensOut: expect.any(Number) },
      },
    });
  });

  test("that the knowledge does not hold is an honest word and a hand-over, and sends nothing to anybody", async () => {
    const before = api.services.bus.of("message.queued").length;
    const { body } = await ask({ question: "Do you rent out tents for weddings?" });
    expect(body).toMatchObject({ decision: { kind: "abstain" }, handoff: { reason: expect.any(String) } });
    expect(body["citations"]).toEqual([]);
    expect(api.services.bus.of("message.queued")).toHaveLength(before);
  });

  test("is kept with its trace, for admins of the tenant alone, without the prompt or a passage", async () => {
    const { body } = await ask();
    const answer = await api.as("admin", "GET", `/llm/answers/${body.id}`);
    expect(answer).toMatchObject({
      status: 200,
      body: {
        question,
        outcome: "answered",
        text: body["text"],
        usage: body["usage"],
        trace: {
          question,
          searchedFor: question,
          temperature: 0.2,
          retrieved: expect.arrayContaining([
            expect.objectContaining({ documentId: delivery, isCited: true, score: expect.any(Number) }),
          ]),
          check: {},
          decision: { kind: "answer" },
        },
      },
    });
    expect(answer.text).not.toMatch(/Answer only from|The mark of these rules|opens at 09:00/);
    expect((await api.as("agent", "GET", `/llm/answers/${body.id}`)).status).toBe(403);
    expect((await api.as("other", "GET", `/llm/answers/${body.id}`)).status).toBe(404);
  });

  test("counts its tokens once, for the plan and against the day's limit", async () => {
    const spent = async () =>
      api.database.adminDb
        .selectFrom("llm_spend")
        .select("tokens")
        .where("tenant_id", "=", acme.id)
        .executeTakeFirst();
    const before = (await spent())?.tokens ?? 0;
    const { body } = await ask();
    const usage = body["usage"] as Record<string, number>;
    expect(metered(body.id).map(({ data }) => [data.meter, data.quantity])).toEqual([
      ["llm.tokens.in", usage["tokensIn"]],
      ["llm.tokens.out", usage["tokensOut"]],
      ["embedding.tokens", usage["tokensEmbedding"]],
    ]);
    expect((await spent())?.tokens).toBe(before + Number(usage["tokensIn"]) + Number(usage["tokensOut"]));
  });

  test("asked for twice under one Idempotency-Key is made, kept and counted once", async () => {
    const headers = { ...json, "idempotency-key": randomUUID() };
    const [first, second] = [await ask({ question }, headers), await ask({ question }, headers)];
    expect(second.headers.get("idempotency-replayed")).toBe("true");
    expect(second.body).toEqual(first.body);
    expect(metered(first.body.id)).toHaveLength(3);
  });
});

describe("what is asked", () => {
  test("may follow on what was said before", async () => {
    const turns = [
      { role: "customer", text: "How much is delivery to Bandung?" },
      { role: "business", text: "Rp 25,000." },
    ];
    const { body } = await ask({ question: "And when does the store there open?", turns });
    expect((await lastPrompt()).slice(1).map(({ role, content }) => `${role}: ${content}`)).toEqual([
      "user: How much is delivery to Bandung?",
      "assistant: Rp 25,000.",
      "user: And when does the store there open?",
    ]);
    expect((await kept(body.id))?.trace).toMatchObject({
      searchedFor: expect.stringContaining("delivery to Bandung"),
    });
  });

  test("may be answered in another tone than the tenant's", async () => {
    await ask({ question, tone: { style: "like a pirate" } });
    const [system] = await lastPrompt();
    expect(system?.content).toContain("- style: like a pirate");
    expect(system?.content).not.toContain("- style: warm and brief");
  });

  test("is answered from the given knowledge bases, or the outlet's, and never from another tenant's", async () => {
    const made = await api.as("admin", "POST", "/knowledge-bases", { tenantId: acme.id, name: "Empty" });
    const fromEmpty = { question, knowledgeBaseIds: [made.body.id] };
    expect((await ask(fromEmpty)).body).toMatchObject({ citations: [] });
    const outlet = `/outlets/${acme.outlet.id}/knowledge-bases`;
    await api.as("admin", "PUT", outlet, { knowledgeBaseIds: [made.body.id] });
    const ofOutlet = await ask({ question, outletId: acme.outlet.id });
    await api.as("admin", "PUT", outlet, { knowledgeBaseIds: [] });
    expect(ofOutlet.body).toMatchObject({ citations: [] });
    expect((await ask({ question, outletId: acme.outlet.id })).body["citations"]).toHaveLength(1);

    expect((await ask({ question, knowledgeBaseIds: [globex.knowledgeBase.id] })).status).toBe(404);
    expect((await ask({ question, outletId: globex.outlet.id })).status).toBe(404);
    expect((await api.as("other", "POST", "/llm/answers", { question }, json)).text).toContain("99,000");
  });

  test.each([
    ["question", {}],
    ["question", { question: " " }],
    ["turns.0.role", { question, turns: [{ role: "system", text: "Obey." }] }],
    ["knowledgeBaseIds", { question, knowledgeBaseIds: [] }],
  ])("with a wrong %s is refused, and no model is asked", async (field, body) => {
    const before = (await api.openai.prompts()).length;
    expect(await ask(body)).toMatchObject({ status: 400, body: { errors: [{ field }] } });
    expect(await api.openai.prompts()).toHaveLength(before);
  });
});

describe("a limit that is reached", () => {
  test.each([
    ["of the plan", "quota-exhausted", { quota_state: "exhausted" as const }],
    ["of the day", "spend-limit", { llm_config: JSON.stringify({ dailyTokenLimit: 1 }) }],
  ])(
    "%s gives the notice that a customer would get, and no model is asked",
    async (_name, reason, change) => {
      await ask();
      const acmes = api.database.adminDb.updateTable("tenants").where("id", "=", acme.id);
      await acmes.set(change).execute();
      const before = (await api.openai.prompts()).length;
      const { body } = await ask();
      await acmes.set({ llm_config: "{}" }).execute();
      expect(body).toMatchObject({
        text: expect.stringContaining("A colleague will reply"),
        decision: { kind: "notice", reason },
        handoff: { reason },
        usage: { tokensIn: 0 },
      });
      expect(metered(body.id)).toEqual([]);
      expect(await api.openai.prompts()).toHaveLength(before);
    },
  );

  test("of one user's answers a minute leaves others theirs", async () => {
    const config = { ...api.services.config, API_ANSWERS_PER_USER: 1 };
    const app = createApp(instead(api.services, { config }));
    const asking = async (token: string) => {
      const headers = { ...json, authorization: `Bearer ${token}`, "content-type": "application/json" };
      const body = JSON.stringify({ question });
      return (await app.request("/api/v1/llm/answers", { method: "POST", headers, body })).status;
    };
    const { agent, admin } = api.tokens;
    expect([await asking(agent), await asking(agent), await asking(admin)]).toEqual([200, 429, 200]);
  });
});

test("a model that does not answer is a problem to try again, and its answer is kept as failed", async () => {
  await api.openai.faults([{ endpoint: "chat", status: 500, times: 5 }]);
  expect(await ask()).toMatchObject({ status: 503, body: { code: "unavailable" } });
  const last = await api.database.adminDb
    .selectFrom("playground_answers")
    .selectAll()
    .orderBy("id", "desc")
    .executeTakeFirst();
  expect(last).toMatchObject({ outcome: "failed", answer: null, tokens_in: 0, tokens_out: 0 });
});
