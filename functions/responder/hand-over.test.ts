import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { takeOver } from "../../shared/conversations/queries/conversations.ts";
import { toJsonb } from "../../shared/db/jsonb.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { giveBack } from "../../shared/conversations/give-back.ts";
import { storeDocument } from "../../shared/testing/knowledge.ts";
import { type ResponderUnderTest, startResponder } from "./testing/responder.ts";

const [acme] = seedData;
let bot: ResponderUnderTest;

beforeAll(async () => {
  bot = await startResponder();
});
afterEach(async () => {
  await bot.database.adminDb.updateTable("outlets").set({ business_hours: null }).execute();
  await setDisclosure({ off: { reason: "tests compare whole answers" } });
});
afterAll(async () => bot.close());

const bodies = async (chat: Parameters<ResponderUnderTest["repliesTo"]>[0]) =>
  (await bot.repliesTo(chat)).map(({ body }) => body ?? "");

describe("a customer whose question is handed over", () => {
  test("is told that a colleague will answer, and the conversation has its code, its next look, its mail", async () => {
    const { chat, message } = await bot.ask("Do you rent out tents for weddings?");
    await bot.deliver(message);
    expect((await bodies(chat))[0]).toMatch(/A colleague will reply here as soon as possible\.$/);
    const { handoff_code: code, take_back_at: at, tell_people_at: tell } = await chat.conversation();
    expect(code).toBe("no-answer");
    expect(tell).not.toBeNull();
    const minutes = ((at?.getTime() ?? 0) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(29);
    expect(minutes).toBeLessThanOrEqual(30);
  });

  test("is told when people are there again, while they are not; the bot waits four hours then", async () => {
    const opens = new Date(Date.now() + 26 * 3_600_000);
    const date = opens.toISOString().slice(0, 10);
    const hours = {
      timeZone: "UTC",
      weekly: {},
      exceptions: [{ date, open: [{ from: "23:58", to: "23:59" }] }],
    };
    await bot.database.adminDb
      .updateTable("outlets")
      .set({ business_hours: toJsonb(hours) })
      .execute();
    const { chat, message } = await bot.ask("Do you rent out tents for weddings?");
    await bot.deliver(message);
    expect((await bodies(chat))[0]).toMatch(/closed at the moment\..*11:58.PM/s);
    const { take_back_at: at } = await chat.conversation();
    expect(((at?.getTime() ?? 0) - Date.now()) / 60_000).toBeGreaterThan(239);
  });

  test.each([
    ["de", "Ich möchte mit einem Menschen sprechen", /Natürlich\. Eine Kollegin oder ein Kollege/],
    ["pt", "quero falar com um atendente", /Claro\. Um colega/],
    ["ja", "担当者と話したいです", /担当者ができるだけ早く/],
    ["ar", "أريد التحدث مع موظف", /زملائنا/],
  ])(
    "who asks for a person in %s gets one, without a model, in that language",
    async (_tag, question, words) => {
      const before = (await bot.openai.prompts()).length;
      const { chat, message } = await bot.ask(question);
      expect(await bot.deliver(message)).toMatchObject({ outcome: "handed-over", reason: "asked-for-human" });
      expect((await bodies(chat))[0]).toMatch(words);
      expect(await chat.conversation()).toMatchObject({ handoff_code: "asked-for-human", language: _tag });
      expect((await bot.openai.prompts()).length).toBe(before);
    },
  );

  test("is not told again when the bot tries in vain once more", async () => {
    const { chat, message } = await bot.ask("Do you rent out tents for weddings?");
    await bot.deliver(message);
    await bot.markSent(message);
    await inTenant(bot.database.db, acme.id, async (trx) =>
      giveBack({ trx, emit: () => undefined }, await chat.conversation(), new Date()),
    );
    expect(await bot.deliver(message)).toMatchObject({ outcome: "handed-over" });
    expect(await bodies(chat)).toHaveLength(1);
    expect(await chat.conversation()).toMatchObject({ handled_by: "human" });
  });

  test("is answered once the bot has it again, when the knowledge has come meanwhile", async () => {
    const { chat, message } = await bot.ask("How much is parking at the Surabaya store?");
    expect(await bot.deliver(message)).toMatchObject({ outcome: "handed-over" });
    await bot.markSent(message);
    await storeDocument(bot, acme, "parking.pdf", ["Parking at the Surabaya store costs Rp 5,000."]);
    const given = await inTenant(bot.database.db, acme.id, async (trx) =>
      giveBack({ trx, emit: () => undefined }, await chat.conversation(), new Date()),
    );
    expect(given).toEqual({ isGiven: true, isAnswering: true });
    expect(await bot.deliver(message)).toMatchObject({ outcome: "answered" });
    expect((await bodies(chat)).at(-1)).toContain("5,000");
  });

  test("hears nothing of the bot once a human has written", async () => {
    const { chat, message } = await bot.ask("Do you rent out tents for weddings?");
    await inTenant(bot.database.db, acme.id, async (trx) =>
      takeOver(trx, await chat.conversation(), { code: "taken", userId: acme.users[0]?.id }),
    );
    expect(await bot.deliver(message)).toMatchObject({ outcome: "with-human" });
    expect(await bodies(chat)).toEqual([]);
  });
});

describe("that a bot writes", () => {
  test("is said before the first answer of a conversation, with how to reach a person; not again", async () => {
    await setDisclosure({});
    const { chat, message } = await bot.ask("How much is delivery to Bandung?");
    await bot.deliver(message);
    await bot.markSent(message);
    await bot.deliver(await chat.customerWrites("And when does the store there open?"));
    const [first = "", second = ""] = await bodies(chat);
    expect(first).toMatch(
      /^Hello! I am the automatic assistant of .*just write “person”\.\n\nDelivery to Bandung costs Rp 25,000\.$/,
    );
    expect(second).not.toMatch(/automatic assistant/);
  });

  test("is said anew when the answer that said it was never sent", async () => {
    await setDisclosure({});
    const { chat, message } = await bot.ask("How much is delivery to Bandung?");
    await bot.deliver(message);
    await bot.deliver(await chat.customerWrites("And when does the store there open?"));
    expect((await bodies(chat)).at(-1)).toMatch(/^Hello! I am the automatic assistant/);
  });

  test("is said in the tenant's own words, and who is handed over need not be told how to be", async () => {
    await setDisclosure({ text: "Tenty, our robot, writes here." });
    const answered = await bot.ask("How much is delivery to Bandung?");
    await bot.deliver(answered.message);
    expect((await bodies(answered.chat))[0]).toMatch(/^Tenty, our robot, writes here\. If you would rather/);
    const handed = await bot.ask("I want to talk to a human");
    await bot.deliver(handed.message);
    expect((await bodies(handed.chat))[0]).toMatch(/^Tenty, our robot, writes here\.\n\nOf course\./);
  });

  test.each([
    ["Are you a bot?", /^Yes, I am an automatic assistant of .*, not a person\./],
    ["Apakah ini bot?", /^Ya, saya asisten otomatis/],
    ["Você é um robô?", /^Sim, sou um assistente automático/],
    ["¿Eres un bot?", /^Sí, soy un asistente automático/],
    ["Est-ce que je parle à une vraie personne ?", /^Oui, je suis un assistant automatique/],
    ["Spreche ich mit einem echten Menschen?", /^Ja, ich bin ein automatischer Assistent/],
    ["Sto parlando con una persona vera?", /^Sì, sono un assistente automatico/],
    ["Praat ik met een echt mens?", /^Ja, ik ben een automatische assistent/],
    ["Sen bir robot musun?", /^Evet, ben .* otomatik bir asistanım/],
    ["هل أنت روبوت؟", /^نعم، أنا مساعد آلي/],
    ["क्या आप रोबोट हैं?", /^हाँ, मैं .* स्वचालित सहायक/],
    ["あなたはロボットですか？", /^はい、私は.*自動アシスタント/],
  ])("is never denied: %s", async (question, words) => {
    const { chat, message } = await bot.ask(question);
    expect(await bot.deliver(message)).toMatchObject({ outcome: "answered" });
    expect((await bodies(chat))[0]).toMatch(words);
  });
});

async function setDisclosure(disclosure: object): Promise<void> {
  await bot.database.adminDb
    .updateTable("tenants")
    .set({ disclosure: toJsonb(disclosure) })
    .execute();
}
