import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordUnanswered } from "../../../shared/knowledge/queries/unanswered-questions.ts";
import { seedData } from "../../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../../shared/db/tenant-scope.ts";
import { clusterKey } from "../../../shared/knowledge/rules/cluster-key.ts";
import { awaitLockWait } from "../../../shared/testing/await-lock-wait.ts";
import { createChat } from "../../../shared/testing/chat.ts";
import { createTestApi, type TestApi } from "../testing/test-api.ts";

const [acme, globex] = seedData;

let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
});
afterAll(async () => api.close());

/** A customer asks what nobody could answer. */
async function asked(question: string, language = "en", tenant: (typeof seedData)[number] = acme) {
  const { db } = api.database;
  const { id: messageId } = await (await createChat(db, tenant)).customerWrites(question);
  const reason = "no-answer";
  await inTenant(db, tenant.id, async (trx) =>
    recordUnanswered(trx, { messageId, question, clusterKey: clusterKey(question, "en"), reason, language }),
  );
}

async function listed(word: string) {
  const { data } = (await api.as("viewer", "GET", "/unanswered-questions?limit=100")).body;
  return data.filter(({ examples }) => String(examples).includes(word));
}

async function idOf(word: string): Promise<string> {
  return (await listed(word))[0]?.id ?? "";
}

async function documents() {
  return api.database.adminDb
    .selectFrom("documents")
    .select(["id", "name", "knowledge_base_id", "object_name"])
    .where("tenant_id", "=", acme.id)
    .where("source", "=", "pairs")
    .orderBy("id")
    .execute();
}

describe("unanswered questions", () => {
  test("that ask for the same are one, with how often, in which words and languages, and since when", async () => {
    await asked("Do you rent camels?");
    await asked("do you rent CAMELS", "id");
    await asked("Do you rent tame camels?", "en");
    await asked("Do you rent llamas?");
    const [camels, ...others] = await listed("camels");
    expect(others).toEqual([]);
    expect(camels).toMatchObject({
      count: 3,
      examples: expect.arrayContaining(["Do you rent camels?", "do you rent CAMELS"]),
      languages: ["en", "id"],
      reasons: ["no-answer"],
    });
    expect(String(camels?.["firstAskedAt"]) < String(camels?.["lastAskedAt"])).toBe(true);
    await asked("Do you rent camels?", "en", globex);
    expect((await listed("camels"))[0]).toMatchObject({ count: 3 });
  });
});

describe("an answer to an unanswered question", () => {
  test("becomes a document for the ingester, and all that ask for the same are done with", async () => {
    await asked("Do you repair tents?");
    await asked("do you repair tents");
    const path = `/unanswered-questions/${await idOf("tents")}/answer`;
    const { status, body } = await api.as("admin", "POST", path, { answer: "Yes, in two days." });
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { knowledgeBaseId: acme.knowledgeBase.id, source: "pairs", status: "uploaded" },
    });
    expect(await listed("tents")).toEqual([]);
    const [document] = (await documents()).filter(({ id }) => id === body.id);
    const object = await api.services.objects.readFile(document?.object_name ?? "", 10_000);
    expect(JSON.parse(Buffer.from(object?.bytes ?? []).toString())).toEqual([
      { question: expect.stringMatching(/^do you repair tents/i), answer: "Yes, in two days." },
    ]);
  });

  test("given twice is one document, whose file is written again only while it was never read", async () => {
    await asked("Do you wash sleeping bags?");
    const path = `/unanswered-questions/${await idOf("sleeping")}/answer`;
    const first = await api.as("admin", "POST", path, { answer: "Yes." });
    const { object_name: objectName } = (await documents()).find(({ id }) => id === first.body.id) ?? {
      object_name: "",
    };
    // The first try broke off before the file was there.
    await api.services.objects.remove(objectName);
    const second = await api.as("admin", "POST", path, { answer: "Yes." });
    expect(second.body.id).toBe(first.body.id);
    expect(await api.services.objects.readFile(objectName, 10_000)).toBeDefined();

    await api.database.adminDb
      .updateTable("documents")
      .set({ object_generation: 7, status: "ready" })
      .where("id", "=", first.body.id)
      .execute();
    await api.services.objects.remove(objectName);
    expect((await api.as("admin", "POST", path, { answer: "No." })).body.id).toBe(first.body.id);
    expect(await api.services.objects.readFile(objectName, 10_000)).toBeUndefined();
  });

  test("given by two at once is one document", async () => {
    await asked("Do you sell stoves?");
    const id = await idOf("stoves");
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const { promise: locked, resolve: lock } = Promise.withResolvers<void>();
    const held = api.database.adminDb.transaction().execute(async (trx) => {
      await trx.selectFrom("unanswered_questions").select("id").where("id", "=", id).forUpdate().execute();
      lock();
      await released;
    });
    await locked;
    const answering = [1, 2].map(async () =>
      api.as("admin", "POST", `/unanswered-questions/${id}/answer`, { answer: "Yes." }),
    );
    await awaitLockWait(api.database.adminDb, "api", 2).finally(release);
    const answers = await Promise.all(answering);
    await held;
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });

  test("may be put into better words and another knowledge base, of the tenant's own", async () => {
    await asked("u got ropes??");
    const path = `/unanswered-questions/${await idOf("ropes")}/answer`;
    const better = { question: "Do you sell ropes?", answer: "Yes." };
    const foreign = { ...better, knowledgeBaseId: globex.knowledgeBase.id };
    expect((await api.as("admin", "POST", path, foreign)).status).toBe(404);
    expect(await listed("ropes")).toHaveLength(1);
    const made = await api.as("admin", "POST", "/knowledge-bases", { tenantId: acme.id, name: "Ropes" });
    const { body } = await api.as("admin", "POST", path, { ...better, knowledgeBaseId: made.body.id });
    expect(body).toMatchObject({ knowledgeBaseId: made.body.id, name: "Do you sell ropes?.json" });
  });

  test("did not help when the question is asked in vain again: it is listed at once", async () => {
    await asked("Do you have maps?");
    await api.as("admin", "POST", `/unanswered-questions/${await idOf("maps")}/answer`, { answer: "Yes." });
    await asked("Do you have maps?");
    expect(await listed("maps")).toMatchObject([{ count: 1 }]);
  });
});

describe("a dismissed question", () => {
  test("is gone, and comes back only when it was asked three more times", async () => {
    await asked("Will it rain tomorrow?");
    const path = `/unanswered-questions/${await idOf("rain")}/dismiss`;
    expect((await api.as("admin", "POST", path)).status).toBe(204);
    expect((await api.as("admin", "POST", path)).status).toBe(204);
    const counts: unknown[] = [];
    for (let times = 0; times < 3; times++) {
      await asked("will it rain tomorrow");
      counts.push((await listed("rain")).map(({ count }) => count));
    }
    expect(counts).toEqual([[], [], [3]]);
  });
});

test("only admins answer and dismiss, and only their own tenant's questions", async () => {
  await asked("Do you have vouchers?");
  const path = `/unanswered-questions/${await idOf("vouchers")}`;
  const body = { answer: "Yes." };
  for (const asker of ["agent", "viewer"] as const) {
    expect((await api.as(asker, "POST", `${path}/answer`, body)).status, asker).toBe(403);
    expect((await api.as(asker, "POST", `${path}/dismiss`)).status, asker).toBe(403);
  }
  expect((await api.as("other", "POST", `${path}/answer`, body)).status).toBe(404);
  expect((await api.as("other", "POST", `${path}/dismiss`)).status).toBe(404);
  expect((await api.as("admin", "POST", `${path}/answer`, {})).status).toBe(400);
  expect(await listed("vouchers")).toHaveLength(1);
});
