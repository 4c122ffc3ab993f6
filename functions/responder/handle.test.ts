import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { close } from "../../shared/conversations/queries/conversation-acts.ts";
import { handOver } from "../../shared/conversations/queries/conversations.ts";
import { promptVersion } from "../../shared/answers/rules/prompt.ts";
import { toJsonb } from "../../shared/db/jsonb.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { createChat } from "../../shared/testing/chat.ts";
import { instead } from "../../shared/testing/instead.ts";
import { storeDocument } from "../../shared/testing/knowledge.ts";
import { type ResponderUnderTest, startResponder } from "./testing/responder.ts";
import type { TestServices } from "../../shared/testing/services.ts";
import type { responderFunction } from "./services.ts";

const [acme, globex] = seedData;

let bot: ResponderUnderTest;

beforeAll(async () => {
  bot = await startResponder();
});
afterEach(async () => bot.calm());
afterAll(async () => bot.close());

async function setMessaging(messaging: object): Promise<void> {
  await bot.database.adminDb
    .updateTable("tenants")
    .set({ messaging: toJsonb(messaging) })
    .where("id", "=", acme.id)
    .execute();
}

describe("an answer", () => {
  test("comes from the tenant's documents, cites them, is queued to be sent, and its tokens are metered", async () => {
    const { chat, message } = await bot.ask("How much is delivery to Bandung?");
    expect(await bot.deliver(message)).toEqual({ outcome: "answered", sources: 1 });
    const [reply, ...others] = await bot.repliesTo(chat);
    expect(others).toEqual([]);
    expect(reply).toMatchObject({
      status: "queued",
      sender_type: "bot",
      body: "Delivery to Bandung costs Rp 25,000.",
      trigger_message_id: message.id,
      epoch: message.epoch,
      citations: [{ documentId: bot.deliveryDocument, title: "delivery.pdf" }],
      trace: { promptVersion, decision: { kind: "answer" } },
    });
    expect(bot.queuedFor(chat)).toMatchObject([{ tenantId: acme.id, data: { messageId: reply?.id } }]);
    const metered = bot.services.bus
      .of("usage.recorded")
      .filter(({ data }) => data.subjectId.startsWith(message.id));
    expect(new Map(metered.map(({ data }) => [data.meter, data.quantity > 0]))).toEqual(
      new Map([
        ["llm.tokens.in", true],
        ["llm.tokens.out", true],
        ["embedding.tokens", true],
      ]),
    );
  });

  test("never holds what another tenant's documents say, nor does the prompt", async () => {
    const mine = await bot.ask("How much is delivery to Bandung?\nWhen does the Bandung store open?");
    await bot.deliver(mine.message);
    const acmePrompt = await bot.lastPrompt();
    expect(acmePrompt.system).toContain("Rp 25,000");
    expect(acmePrompt.system).not.toMatch(/99,000|07:00|4,500/);
    expect((await bot.repliesTo(mine.chat))[0]?.body).toContain("25,000");

    const theirs = await bot.ask("How much is delivery to Bandung?", globex);
    await bot.deliver(theirs.message);
    const globexPrompt = await bot.lastPrompt();
    expect(globexPrompt.system).toContain("Rp 99,000");
    expect(globexPrompt.system).not.toMatch(/25,000|09:00|30 days/);
    expect((await bot.repliesTo(theirs.chat))[0]?.body).toContain("99,000");
  });

  test("is not made from a document that is not ready, nor from a generation that does not answer", async () => {
    const unready = { isReady: false };
    await storeDocument(bot, acme, "new.pdf", ["Parking at the Bandung store costs Rp 5,000."], unready);
    const { message } = await bot.ask("How much is parking at the Bandung store?");
    expect(await bot.deliver(message)).toMatchObject({ outcome: "handed-over" });
    expect((await bot.lastPrompt()).system).not.toContain("Parking");
  });

  test("knows the conversation so far", async () => {
    const { chat, message } = await bot.ask("How much is delivery to Bandung?");
    await bot.deliver(message);
    await bot.markSent(message);
    await chat.customerWrites("Thanks!");
    const next = await chat.customerWrites("And when does the store there open?");
    await bot.deliver(next);
    expect((await bot.lastPrompt()).turns).toEqual([
      "user: How much is delivery to Bandung?",
      "assistant: Delivery to Bandung costs Rp 25,000.",
      "user: Thanks!",
      "user: And when does the store there open?",
    ]);
  });

  test("follows the tenant's tone", async () => {
    await bot.deliver((await bot.ask("How much is delivery to Bandung?")).message);
    expect((await bot.lastPrompt()).system).toContain("- style: warm and brief");
  });

  test("a greeting is greeted, without citations and without a hand-over", async () => {
    const { chat, message } = await bot.ask("Hello!");
    expect(await bot.deliver(message)).toEqual({ outcome: "answered", sources: 0 });
    expect((await bot.repliesTo(chat))[0]?.body).toMatch(/help/);
    expect(await chat.conversation()).toMatchObject({ handled_by: "bot" });
  });

  test("a picture's caption is read as what the customer said, where the tenant wants the bot to try", async () => {
    await setMessaging({ nonText: { image: "bot" } });
    const chat = await createChat(bot.database.db, acme);
    const words = "How much is delivery to Bandung?";
    const picture = await chat.customerWrites(`[image] ${words}`, {
      type: "image",
      content: { kind: "image", mediaId: "1", words },
    });
    await bot.deliver(picture);
    const { system, turns } = await bot.lastPrompt();
    expect(system).toContain("Rp 25,000");
    expect(turns).toEqual([`user: [image] ${words}`]);
    await setMessaging({});
  });

  test("what cannot be read gets a polite placeholder, without any call of the model", async () => {
    const chat = await createChat(bot.database.db, acme);
    const image = await chat.customerWrites("[unknown]", { type: "unknown", content: { kind: "unknown" } });
    const before = (await bot.openai.prompts()).length;
    expect(await bot.deliver(image)).toMatchObject({ outcome: "answered" });
    expect((await bot.repliesTo(chat))[0]?.body).toMatch(/only read text/);
    expect((await bot.openai.prompts()).length).toBe(before);
  });
});

describe("a hand-over", () => {
  test("when the documents hold no answer: an honest word that is no answer, and a human takes over", async () => {
    const { chat, message } = await bot.ask("Do you rent out tents for weddings?");
    expect(await bot.deliver(message)).toMatchObject({ outcome: "handed-over" });
    const [reply] = await bot.repliesTo(chat);
    expect(reply).toMatchObject({ status: "queued", epoch: (message.epoch ?? 0) + 1, is_turn: false });
    expect(reply?.body).toMatch(/sorry/i);
    expect(await chat.conversation()).toMatchObject({ handled_by: "human", epoch: (message.epoch ?? 0) + 1 });
    expect((await chat.conversation()).handoff_summary).toMatch(/tents/);
    expect(bot.queuedFor(chat)).toHaveLength(1);
  });

  test("when the customer asks for a person", async () => {
    const { chat, message } = await bot.ask("I want to talk to a human please");
    expect(await bot.deliver(message)).toMatchObject({ outcome: "handed-over" });
    expect(await chat.conversation()).toMatchObject({ handled_by: "human" });
  });

  test.each([
    ["a number", "Delivery to Bandung costs Rp 20,000."],
    ["a link", "Delivery to Bandung costs Rp 25,000, see https://acme.example/pay"],
  ])("when the answer holds %s that no source holds: the answer is not sent", async (_name, answer) => {
    const { chat, message } = await bot.ask("How much is delivery to Bandung?");
    expect(await bot.deliver(message, answering(answer))).toEqual({
      outcome: "handed-over",
      reason: "unsupported",
    });
    const bodies = (await bot.repliesTo(chat)).map(({ body }) => body);
    expect(bodies).toEqual([
      "I do not have that information. A colleague will reply here as soon as possible.",
    ]);
  });
});

test("how an answer came about is not stored where it is kept for no day", async () => {
  const { chat, message } = await bot.ask("How much is delivery to Bandung?");
  const forgetful = instead(bot.services, { config: { ...bot.services.config, KEEP_TRACES_DAYS: 0 } });
  expect(await bot.deliver(message, forgetful)).toMatchObject({ outcome: "answered" });
  expect(await bot.repliesTo(chat)).toMatchObject([{ sender_type: "bot", trace: null }]);
});

describe("nothing is written", () => {
  test("for a suspended tenant", async () => {
    const { chat, message } = await bot.ask("Oi", globex);
    const tenants = bot.database.adminDb.updateTable("tenants").where("id", "=", globex.id);
    await tenants.set({ status: "suspended" }).execute();
    expect(await bot.deliver(message)).toEqual({ outcome: "tenant-not-active" });
    await tenants.set({ status: "active" }).execute();
    expect(await bot.repliesTo(chat)).toEqual([]);
  });

  test("once a human has taken over, also while the answer was being written", async () => {
    const { chat, message } = await bot.ask("How much is delivery to Bandung?");
    const taken = instead(bot.services, {
      llm: {
        ...bot.services.llm,
        async complete(request) {
          await inTenant(bot.database.db, acme.id, async (trx) =>
            handOver(trx, chat.conversationId, { code: "taken", reason: "agent" }),
          );
          return bot.services.llm.complete(request);
        },
      },
    });
    expect(await bot.deliver(message, taken)).toEqual({ outcome: "superseded" });
    expect(await bot.deliver(message)).toEqual({ outcome: "with-human" });
    expect(await bot.repliesTo(chat)).toEqual([]);
  });

  test("once a person has closed the conversation, also while the answer was being written", async () => {
    const { chat, message } = await bot.ask("How much is delivery to Bandung?");
    const closing = instead(bot.services, {
      llm: {
        ...bot.services.llm,
        async complete(request) {
          await inTenant(bot.database.db, acme.id, async (trx) =>
            close(trx, chat.conversationId, { outcome: "resolved", now: new Date() }),
          );
          return bot.services.llm.complete(request);
        },
      },
    });
    expect(await bot.deliver(message, closing)).toEqual({ outcome: "superseded" });
    expect(await bot.deliver(message)).toEqual({ outcome: "closed" });
    expect(await bot.repliesTo(chat)).toEqual([]);
  });

  test("about a conversation of another tenant", async () => {
    const { message } = await bot.ask("How much is delivery to Bandung?");
    expect(await bot.deliver({ ...message, tenant_id: globex.id })).toEqual({ outcome: "gone" });
  });
});

/** The model's own answer, with other words in it. */
function answering(answer: string): TestServices<typeof responderFunction> {
  return instead(bot.services, {
    llm: {
      ...bot.services.llm,
      async complete(request) {
        const completed = await bot.services.llm.complete(request);
        return { ...completed, value: { ...completed.value, answer } };
      },
    },
  });
}
