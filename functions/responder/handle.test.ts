import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { LocalServer } from "../../emulators/local-server.ts";
import { startQdrant } from "../../emulators/qdrant/start-qdrant.ts";
import { seed } from "../../emulators/seed.ts";
import type { TestServer } from "../../emulators/whatsapp/testing/test-server.ts";
import { handOver } from "../../shared/db/conversations.ts";
import type { Message } from "../../shared/db/schema/messages.ts";
import { seedData } from "../../shared/db/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { buildEvent } from "../../shared/testing/builders.ts";
import { type Chat, createChat } from "../../shared/testing/chat.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { instead } from "../../shared/testing/instead.ts";
import { storeDocument } from "../../shared/testing/knowledge.ts";
import { startTestOpenAi, type TestOpenAi } from "../../shared/testing/openai.ts";
import { createTestServices, testSecretsKey, type TestServices } from "../../shared/testing/services.ts";
import { startSeededWhatsApp } from "../../shared/testing/whatsapp.ts";
import { handle } from "./handle.ts";

const [acme, globex] = seedData;
const burstWaitMs = 400;

let database: TestDatabase;
let whatsapp: TestServer;
let openai: TestOpenAi;
let qdrant: LocalServer;
let environment: Record<string, string>;
let services: TestServices<"responder">;
/** Waits for a customer to finish typing. */
let patient: TestServices<"responder">;
let deliveryDocument: string;

beforeAll(async () => {
  [database, whatsapp, openai, qdrant] = await Promise.all([
    createTestDatabase(),
    startSeededWhatsApp(),
    startTestOpenAi(),
    startQdrant({ port: 0 }),
  ]);
  await seed(database.ownerUrl, testSecretsKey);
  environment = { WHATSAPP_GRAPH_URL: whatsapp.url, OPENAI_BASE_URL: openai.url, QDRANT_URL: qdrant.url };
  services = createTestServices("responder", database, environment);
  patient = createTestServices("responder", database, { ...environment, REPLY_BURST_WAIT_MS: String(burstWaitMs) });

  deliveryDocument = await storeDocument(services, acme, "delivery.pdf", [
    "Delivery to Bandung costs Rp 25,000.",
    "The Bandung store opens at 09:00 and closes at 18:00.",
    "You may return unused goods within 30 days.",
  ]);
  await storeDocument(services, globex, "entrega.pdf", [
    "Delivery to Bandung costs Rp 99,000.",
    "The Bandung store opens at 07:00 and closes at 23:00.",
    "Gift wrapping costs Rp 4,500.",
  ]);
});
afterEach(async () => {
  await Promise.all([openai.faults([]), openai.delay(0), whatsapp.faults({})]);
});
afterAll(async () => {
  await Promise.all([services.close(), patient.close()]);
  await Promise.all([whatsapp.close(), openai.close(), qdrant.close(), database.drop()]);
});

async function deliver(message: Message, given = services, attempt = 1) {
  const { tenant_id, conversation_id: conversationId, id: messageId } = message;
  const receivedAt = (message.received_at ?? new Date()).toISOString();
  const event = buildEvent("reply.requested", { conversationId, messageId, receivedAt }, tenant_id);
  return handle(event, given, { attempt, maxAttempts: 20 });
}

async function ask(text: string, tenant: (typeof seedData)[number] = acme): Promise<{ chat: Chat; message: Message }> {
  const chat = await createChat(database.db, tenant);
  return { chat, message: await chat.customerWrites(text) };
}

async function repliesTo({ conversationId }: Chat): Promise<Message[]> {
  return database.adminDb
    .selectFrom("messages")
    .selectAll()
    .where("conversation_id", "=", conversationId)
    .where("direction", "=", "outbound")
    .orderBy("id")
    .execute();
}

async function lastPrompt() {
  const prompt = (await openai.prompts()).at(-1) ?? [];
  const [system, ...turns] = prompt;
  return { system: system?.content ?? "", turns: turns.map(({ role, content }) => `${role}: ${content}`) };
}

function queuedFor({ conversationId }: Chat) {
  return [services, patient]
    .flatMap(({ bus }) => bus.of("message.queued"))
    .filter(({ data }) => data.conversationId === conversationId);
}

describe("an answer", () => {
  test("comes from the tenant's documents, cites them, is queued to be sent, and its tokens are metered", async () => {
    const { chat, message } = await ask("How much is delivery to Bandung?");
    expect(await deliver(message)).toEqual({ outcome: "answered", sources: 1 });
    const [reply, ...others] = await repliesTo(chat);
    expect(others).toEqual([]);
    expect(reply).toMatchObject({
      status: "queued",
      sender_type: "bot",
      body: "Delivery to Bandung costs Rp 25,000.",
      trigger_message_id: message.id,
      epoch: message.epoch,
      citations: [{ documentId: deliveryDocument, title: "delivery.pdf" }],
      trace: { promptVersion: 1, kind: "answer" },
    });
    expect(queuedFor(chat)).toMatchObject([{ tenantId: acme.id, data: { messageId: reply?.id } }]);
    const metered = services.bus.of("usage.recorded").filter(({ data }) => data.subjectId.startsWith(message.id));
    expect(new Map(metered.map(({ data }) => [data.meter, data.quantity > 0]))).toEqual(
      new Map([
        ["llm.tokens.in", true],
        ["llm.tokens.out", true],
        ["embedding.tokens", true],
      ]),
    );
  });

  test("never holds what another tenant's documents say, nor does the prompt", async () => {
    const mine = await ask("How much is delivery to Bandung?\nWhen does the Bandung store open?");
    await deliver(mine.message);
    const acmePrompt = await lastPrompt();
    expect(acmePrompt.system).toContain("Rp 25,000");
    expect(acmePrompt.system).not.toMatch(/99,000|07:00|4,500/);
    expect((await repliesTo(mine.chat))[0]?.body).toContain("25,000");

    const theirs = await ask("How much is delivery to Bandung?", globex);
    await deliver(theirs.message);
    const globexPrompt = await lastPrompt();
    expect(globexPrompt.system).toContain("Rp 99,000");
    expect(globexPrompt.system).not.toMatch(/25,000|09:00|30 days/);
    expect((await repliesTo(theirs.chat))[0]?.body).toContain("99,000");
  });

  test("is not made from a document that is not ready, nor from a generation that does not answer", async () => {
    const unready = { isReady: false };
    await storeDocument(services, acme, "new.pdf", ["Parking at the Bandung store costs Rp 5,000."], unready);
    const { message } = await ask("How much is parking at the Bandung store?");
    expect(await deliver(message)).toMatchObject({ outcome: "handed-over" });
    expect((await lastPrompt()).system).not.toContain("Parking");
  });

  test("knows the conversation so far", async () => {
    const { chat, message } = await ask("How much is delivery to Bandung?");
    await deliver(message);
    await markSent(message);
    await chat.customerWrites("Thanks!");
    const next = await chat.customerWrites("And when does the store there open?");
    await deliver(next);
    expect((await lastPrompt()).turns).toEqual([
      "user: How much is delivery to Bandung?",
      "assistant: Delivery to Bandung costs Rp 25,000.",
      "user: Thanks!",
      "user: And when does the store there open?",
    ]);
  });

  test("follows the tenant's tone", async () => {
    await deliver((await ask("How much is delivery to Bandung?")).message);
    expect((await lastPrompt()).system).toContain("- style: warm and brief");
  });

  test("a greeting is greeted, without citations and without a hand-over", async () => {
    const { chat, message } = await ask("Hello!");
    expect(await deliver(message)).toEqual({ outcome: "answered", sources: 0 });
    expect((await repliesTo(chat))[0]?.body).toMatch(/help/);
    expect(await chat.conversation()).toMatchObject({ handled_by: "bot" });
  });

  test("what cannot be read gets a polite placeholder, without any call of the model", async () => {
    const chat = await createChat(database.db, acme);
    const image = await chat.customerWrites("[image]", { type: "image" });
    const before = (await openai.prompts()).length;
    expect(await deliver(image)).toMatchObject({ outcome: "answered" });
    expect((await repliesTo(chat))[0]?.body).toMatch(/only read text/);
    expect((await openai.prompts()).length).toBe(before);
  });
});

describe("a hand-over", () => {
  test("when the documents hold no answer: an honest word that is sent whatever follows, and a human takes over", async () => {
    const { chat, message } = await ask("Do you rent out tents for weddings?");
    expect(await deliver(message)).toMatchObject({ outcome: "handed-over" });
    const [reply] = await repliesTo(chat);
    expect(reply).toMatchObject({ status: "queued", epoch: null, citations: [] });
    expect(reply?.body).toMatch(/sorry/i);
    expect(await chat.conversation()).toMatchObject({ handled_by: "human", epoch: (message.epoch ?? 0) + 1 });
    expect((await chat.conversation()).handoff_summary).toMatch(/tents/);
    expect(queuedFor(chat)).toHaveLength(1);
  });

  test("when the customer asks for a person", async () => {
    const { chat, message } = await ask("I want to talk to a human please");
    expect(await deliver(message)).toMatchObject({ outcome: "handed-over" });
    expect(await chat.conversation()).toMatchObject({ handled_by: "human" });
  });

  test.each([
    ["a number", "Delivery to Bandung costs Rp 20,000."],
    ["a link", "Delivery to Bandung costs Rp 25,000, see https://acme.example/pay"],
  ])("when the answer holds %s that no source holds: the answer is not sent", async (_name, answer) => {
    const { chat, message } = await ask("How much is delivery to Bandung?");
    expect(await deliver(message, answering(answer))).toEqual({ outcome: "handed-over", reason: "unsupported" });
    const bodies = (await repliesTo(chat)).map(({ body }) => body);
    expect(bodies).toEqual(["I do not have that information. A colleague will reply here as soon as possible."]);
  });
});

describe("one answer to a burst", () => {
  test("three lines get one answer, which covers all of them", async () => {
    const chat = await createChat(database.db, acme);
    const lines = ["How much is delivery to Bandung?", "When does the Bandung store open?", "Within how many days may I return goods?"];
    const outcomes = [];
    for (const line of lines) {
      const message = await chat.customerWrites(line);
      outcomes.push(deliver(message, patient));
    }
    const settled = await Promise.all(outcomes);
    expect(settled.map(({ outcome }) => outcome)).toEqual(["superseded", "superseded", "answered"]);
    const replies = await repliesTo(chat);
    expect(replies).toHaveLength(1);
    expect(replies[0]?.body).toMatch(/25,000.*09:00.*30 days/s);
  });

  test("a message that comes while the answer is written makes it void, and is answered together with the first", async () => {
    const { chat, message } = await ask("How much is delivery to Bandung?");
    await openai.delay(300);
    const before = (await openai.prompts()).length;
    const first = deliver(message);
    await vi.waitFor(async () => expect((await openai.prompts()).length).toBeGreaterThan(before), { timeout: 5_000 });
    const second = await chat.customerWrites("When does the Bandung store open?");
    expect(await first).toEqual({ outcome: "superseded" });
    expect(await repliesTo(chat)).toEqual([]);
    await openai.delay(0);
    expect(await deliver(second)).toMatchObject({ outcome: "answered" });
    expect((await repliesTo(chat)).map(({ body }) => body)).toEqual([expect.stringMatching(/25,000.*09:00/s)]);
    const spent = services.bus.of("usage.recorded").filter(({ data }) => data.subjectId.startsWith(message.id));
    expect(spent.map(({ data }) => data.meter)).toContain("llm.tokens.out");
  });

  test("a draft that the sender will drop does not hide what it answered", async () => {
    const { chat } = await ask("How much is delivery to Bandung?");
    await chat.queueReply("A draft that comes too late.");
    const second = await chat.customerWrites("When does the Bandung store open?");
    expect(await deliver(second)).toMatchObject({ outcome: "answered" });
    expect((await lastPrompt()).turns).toEqual([
      "user: How much is delivery to Bandung?",
      "user: When does the Bandung store open?",
    ]);
  });

  test("a message that crossed our reply, older by Meta's clock, is answered", async () => {
    const { chat, message } = await ask("How much is delivery to Bandung?");
    await deliver(message);
    const crossed = await chat.customerWrites("When does the Bandung store open?", { sentAt: new Date(Date.now() - 5_000) });
    await markSent(message);
    expect(await deliver(crossed)).toMatchObject({ outcome: "answered" });
    expect((await repliesTo(chat)).at(-1)?.body).toContain("09:00");
    expect((await lastPrompt()).turns).toEqual([
      "user: How much is delivery to Bandung?",
      "assistant: Delivery to Bandung costs Rp 25,000.",
      "user: When does the Bandung store open?",
    ]);
  });

  test("a reaction meanwhile does not make an answer void", async () => {
    const { chat, message } = await ask("How much is delivery to Bandung?");
    await chat.customerWrites("👍", { type: "reaction", raisesEpoch: false });
    expect(await deliver(message)).toMatchObject({ outcome: "answered" });
  });
});

describe("delivered again", () => {
  test("twice: one reply is stored and queued", async () => {
    const { chat, message } = await ask("How much is delivery to Bandung?");
    await deliver(message);
    expect(await deliver(message)).toEqual({ outcome: "duplicate" });
    expect(await repliesTo(chat)).toHaveLength(1);
    expect(queuedFor(chat)).toHaveLength(1);
  });

  test.each(["How much is delivery to Bandung?", "Do you rent out tents for weddings?"])(
    "five times at once: one reply is stored and queued (%s)",
    async (question) => {
      const { chat, message } = await ask(question);
      await Promise.all(Array.from({ length: 5 }, async () => deliver(message)));
      expect(await repliesTo(chat)).toHaveLength(1);
      expect(queuedFor(chat)).toHaveLength(1);
      expect((await chat.conversation()).epoch).toBeLessThanOrEqual((message.epoch ?? 0) + 1);
    },
  );
});

describe("when the model or the search fails", () => {
  const failures: [string, object[], Record<string, string>][] = [
    ["429", [{ status: 429, endpoint: "chat" }], {}],
    ["500", [{ status: 500, endpoint: "chat" }], {}],
    ["a refused key", [{ status: 401, endpoint: "chat" }], {}],
    ["a body that breaks off, twice", [{ truncate: true, times: 2, endpoint: "chat" }], {}],
    ["no answer in time", [{ hang: true, endpoint: "chat" }], { OPENAI_TIMEOUT_MS: "200" }],
    ["embeddings that fail", [{ status: 503, endpoint: "embeddings" }], {}],
    ["a search that is down", [], { QDRANT_URL: "http://127.0.0.1:1" }],
  ];

  test.each(failures)("%s: tried again up to three times, then a human takes over and the customer is told", async (_name, faults, variables) => {
    const failing = createTestServices("responder", database, { ...environment, ...variables });
    const { chat, message } = await ask("Quanto custa a entrega?", globex);
    for (const attempt of [1, 2, 3]) {
      await openai.faults(faults);
      await expect(deliver(message, failing, attempt)).rejects.toMatchObject({ name: "Retry", code: "no-answer-yet" });
      expect(await repliesTo(chat)).toEqual([]);
    }
    await openai.faults(faults);
    expect(await deliver(message, failing, 4)).toEqual({ outcome: "handed-over", reason: "technical" });
    expect((await repliesTo(chat)).map(({ body, epoch }) => ({ body, epoch }))).toEqual([
      { body: "Desculpe, não consigo verificar isso agora. Um colega responderá aqui assim que possível.", epoch: null },
    ]);
    expect(await chat.conversation()).toMatchObject({ handled_by: "human", handoff_reason: "technical" });
    expect(JSON.stringify(failing.lines)).not.toContain("Quanto custa");
    await failing.close();
  });

  test("and works again at the next try, the answer goes out as if nothing had been", async () => {
    const { message } = await ask("How much is delivery to Bandung?");
    await openai.faults([{ status: 500, endpoint: "chat" }]);
    await expect(deliver(message)).rejects.toMatchObject({ name: "Retry" });
    expect(await deliver(message, services, 2)).toEqual({ outcome: "answered", sources: 1 });
  });
});

describe("nothing is written", () => {
  test("for a suspended tenant", async () => {
    const { chat, message } = await ask("Oi", globex);
    const tenants = database.adminDb.updateTable("tenants").where("id", "=", globex.id);
    await tenants.set({ status: "suspended" }).execute();
    expect(await deliver(message)).toEqual({ outcome: "tenant-not-active" });
    await tenants.set({ status: "active" }).execute();
    expect(await repliesTo(chat)).toEqual([]);
  });

  test("once a human has taken over, also while the answer was being written", async () => {
    const { chat, message } = await ask("How much is delivery to Bandung?");
    const taken = instead(services, {
      llm: {
        ...services.llm,
        async complete(request) {
          await inTenant(database.db, acme.id, async (trx) => handOver(trx, chat.conversationId, { reason: "agent" }));
          return services.llm.complete(request);
        },
      },
    });
    expect(await deliver(message, taken)).toEqual({ outcome: "superseded" });
    expect(await deliver(message)).toEqual({ outcome: "with-human" });
    expect(await repliesTo(chat)).toEqual([]);
  });

  test("about a conversation of another tenant", async () => {
    const { message } = await ask("How much is delivery to Bandung?");
    expect(await deliver({ ...message, tenant_id: globex.id })).toEqual({ outcome: "gone" });
  });
});

describe("the customer sees that an answer is being written", () => {
  test("the message gets its blue ticks and the chat shows typing", async () => {
    const chat = await createChat(database.db, acme);
    const { phoneNumberId } = acme.outlet;
    const events = await listen(`${whatsapp.url}/__phone/events?customer=${chat.phone}`);
    const wamid = await whatsapp.write(chat.phone, "How much is delivery to Bandung?", { to: phoneNumberId });
    await deliver(await chat.customerWrites("How much is delivery to Bandung?", { wamid }));
    expect(await whatsapp.chat(chat.phone, phoneNumberId)).toMatchObject([{ wamid, status: "read" }]);
    await vi.waitFor(() => expect(events.text()).toContain("event: typing"), { timeout: 5_000 });
    events.close();
  });

  test.each([
    ["WhatsApp refuses", async () => whatsapp.url],
    ["WhatsApp does not listen", async () => "http://127.0.0.1:1"],
  ])("%s: the answer does not mind", async (_name, url) => {
    const given = createTestServices("responder", database, { ...environment, WHATSAPP_GRAPH_URL: await url() });
    const { message } = await ask("How much is delivery to Bandung?");
    expect(await deliver(message, given)).toMatchObject({ outcome: "answered" });
    await given.close();
  });

  test("WhatsApp never answers: the answer does not wait for its timeout", { timeout: 15_000 }, async () => {
    const silent = createServer().listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as AddressInfo;
    const given = createTestServices("responder", database, {
      ...environment,
      WHATSAPP_GRAPH_URL: `http://127.0.0.1:${port}`,
      WHATSAPP_TIMEOUT_MS: "60000",
    });
    const { message } = await ask("How much is delivery to Bandung?");
    expect(await deliver(message, given)).toMatchObject({ outcome: "answered" });
    await given.close();
    silent.close();
  });
});

/** What answers the customer's message has reached the customer. */
async function markSent({ id }: Message): Promise<void> {
  const sent = { status: "sent" } as const;
  await database.adminDb.updateTable("messages").set(sent).where("trigger_message_id", "=", id).execute();
}

/** The model's own answer, with other words in it. */
function answering(answer: string): TestServices<"responder"> {
  return instead(services, {
    llm: {
      ...services.llm,
      async complete(request) {
        const completed = await services.llm.complete(request);
        return { ...completed, value: { ...completed.value, answer } };
      },
    },
  });
}

/** What a server-sent event stream has said so far. */
async function listen(url: string): Promise<{ text(): string; close(): void }> {
  const leaving = new AbortController();
  const response = await fetch(url, { signal: leaving.signal });
  let text = "";
  const read = async (): Promise<void> => {
    for await (const bytes of response.body ?? []) text += Buffer.from(bytes as Uint8Array).toString("utf8");
  };
  read().catch(() => {});
  return { text: () => text, close: () => leaving.abort() };
}
