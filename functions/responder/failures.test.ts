import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { createChat } from "../../shared/testing/chat.ts";
import { type ResponderUnderTest, startResponder } from "./testing/responder.ts";
import { createTestServices } from "../../shared/testing/services.ts";
import { responderFunction } from "./services.ts";

const [acme, globex] = seedData;

let bot: ResponderUnderTest;

beforeAll(async () => {
  bot = await startResponder();
});
afterEach(async () => bot.calm());
afterAll(async () => bot.close());

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

  test.each(failures)(
    "%s: tried again up to three times, then a human takes over and the customer is told",
    async (_name, faults, variables) => {
      const failing = createTestServices(responderFunction, bot.database, {
        ...bot.environment,
        ...variables,
      });
      const { chat, message } = await bot.ask("Quanto custa a entrega?", globex);
      for (const attempt of [1, 2, 3]) {
        await bot.openai.faults(faults);
        await expect(bot.deliver(message, failing, attempt)).rejects.toMatchObject({
          name: "Retry",
          code: "no-answer-yet",
        });
        expect(await bot.repliesTo(chat)).toEqual([]);
      }
      await bot.openai.faults(faults);
      expect(await bot.deliver(message, failing, 4)).toEqual({ outcome: "handed-over", reason: "technical" });
      expect(
        (await bot.repliesTo(chat)).map(({ body, epoch, is_turn }) => ({ body, epoch, is_turn })),
      ).toEqual([
        {
          body: "Desculpe, não consigo verificar isso agora. Um colega responderá aqui assim que possível.",
          epoch: (message.epoch ?? 0) + 1,
          is_turn: false,
        },
      ]);
      expect(await chat.conversation()).toMatchObject({ handled_by: "human", handoff_reason: "technical" });
      expect(JSON.stringify(failing.lines)).not.toContain("Quanto custa");
      await failing.close();
    },
  );

  test("and works again at the next try, the answer goes out as if nothing had been", async () => {
    const { message } = await bot.ask("How much is delivery to Bandung?");
    await bot.openai.faults([{ status: 500, endpoint: "chat" }]);
    await expect(bot.deliver(message)).rejects.toMatchObject({ name: "Retry" });
    expect(await bot.deliver(message, bot.services, 2)).toEqual({ outcome: "answered", sources: 1 });
  });
});

test("an attempt whose reply cannot be used is counted all the same, each once", async () => {
  const tenants = bot.database.adminDb.updateTable("tenants").where("id", "=", acme.id);
  // Too few for a whole reply: the model breaks off.
  await tenants.set({ llm_config: JSON.stringify({ maxTokens: 50 }) }).execute();
  const { message } = await bot.ask("I want a human, when do you open, and what is delivery to Bandung?");
  const attempts = 2;
  for (let attempt = 1; attempt <= attempts; attempt++) {
    await expect(bot.deliver(message, bot.services, attempt)).rejects.toMatchObject({ name: "Retry" });
  }
  await tenants.set({ llm_config: "{}" }).execute();
  const metered = bot.services.bus
    .of("usage.recorded")
    .filter(({ data }) => data.subjectId.startsWith(message.id) && data.meter === "llm.tokens.out");
  expect(metered).toHaveLength(attempts);
  expect(new Set(metered.map(({ data }) => data.subjectId)).size).toBe(attempts);
  expect(metered[0]?.data.quantity).toBeGreaterThan(0);
});

describe("the customer sees that an answer is being written", () => {
  test("the message gets its blue ticks and the chat shows typing", async () => {
    const chat = await createChat(bot.database.db, acme);
    const { phoneNumberId } = acme.outlet;
    const events = await listen(`${bot.whatsapp.url}/__phone/events?customer=${chat.phone}`);
    const wamid = await bot.whatsapp.write(chat.phone, "How much is delivery to Bandung?", {
      to: phoneNumberId,
    });
    await bot.deliver(await chat.customerWrites("How much is delivery to Bandung?", { wamid }));
    expect(await bot.whatsapp.chat(chat.phone, phoneNumberId)).toMatchObject([{ wamid, status: "read" }]);
    await vi.waitFor(() => expect(events.text()).toContain("event: typing"), { timeout: 5_000 });
    events.close();
  });

  test.each([
    ["WhatsApp refuses", async () => bot.whatsapp.url],
    ["WhatsApp does not listen", async () => "http://127.0.0.1:1"],
  ])("%s: the answer does not mind", async (_name, url) => {
    const given = createTestServices(responderFunction, bot.database, {
      ...bot.environment,
      WHATSAPP_GRAPH_URL: await url(),
    });
    const { message } = await bot.ask("How much is delivery to Bandung?");
    expect(await bot.deliver(message, given)).toMatchObject({ outcome: "answered" });
    await given.close();
  });

  test("WhatsApp never answers: the answer does not wait for its timeout", { timeout: 15_000 }, async () => {
    const silent = createServer().listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as AddressInfo;
    const given = createTestServices(responderFunction, bot.database, {
      ...bot.environment,
      WHATSAPP_GRAPH_URL: `http://127.0.0.1:${port}`,
      WHATSAPP_TIMEOUT_MS: "60000",
    });
    const { message } = await bot.ask("How much is delivery to Bandung?");
    expect(await bot.deliver(message, given)).toMatchObject({ outcome: "answered" });
    await given.close();
    silent.close();
  });
});

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
