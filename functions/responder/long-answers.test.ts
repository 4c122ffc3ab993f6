import { afterAll, beforeAll, expect, test } from "vitest";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { instead } from "../../shared/testing/instead.ts";
import { type ResponderUnderTest, startResponder } from "./testing/responder.ts";
import type { TestServices } from "../../shared/testing/services.ts";
import { loadSituation } from "./load-situation.ts";
import { showTyping } from "./show-typing.ts";
import type { responderFunction } from "./services.ts";

let bot: ResponderUnderTest;

beforeAll(async () => {
  bot = await startResponder();
});
afterAll(async () => bot.close());

/** A model that says this whatever it is asked. */
function saying(answer: string): TestServices<typeof responderFunction> {
  const value = {
    kind: "smalltalk",
    answer,
    citations: [],
    language: "en",
    handoff_reason: null,
    handoff_summary: null,
  };
  const completion = { value, model: "test", tokensIn: 1, tokensOut: 1, finishReason: "stop" };
  return instead(bot.services, {
    llm: { ...bot.services.llm, complete: async () => completion as never },
  });
}

test("a long answer becomes several messages, cut at sentence ends and queued in their order", async () => {
  const { chat, message } = await bot.ask("hello");
  const sentence = "We are glad that you write to us today. ";
  expect(await bot.deliver(message, saying(`**Hello!**\n\n${sentence.repeat(250)}`))).toMatchObject({
    outcome: "answered",
  });
  const replies = await bot.repliesTo(chat);
  expect(replies).toHaveLength(3);
  expect(replies.map(({ body }) => body).join(" ")).toBe(`*Hello!*\n\n${sentence.repeat(250).trim()}`);
  for (const { body, epoch, status } of replies) {
    expect(body?.length).toBeLessThanOrEqual(4096);
    expect(body?.endsWith("today.")).toBe(true);
    expect({ epoch, status }).toEqual({ epoch: message.epoch, status: "queued" });
  }
  expect(bot.queuedFor(chat).map(({ data }) => data.messageId)).toEqual(replies.map(({ id }) => id));
  expect(replies.map(({ trigger_message_id: trigger }) => trigger)).toEqual([message.id, null, null]);
  const times = replies.map(({ sent_at: at }) => at.getTime());
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});

test("typing is shown again until the answer is there, and no longer", async () => {
  const phone = `62899${Date.now() % 1e7}`;
  const wamid = await bot.whatsapp.write(phone, "hello");
  const { message } = await bot.ask("hello");
  await bot.database.adminDb.updateTable("messages").set({ wamid }).where("id", "=", message.id).execute();
  const situation = await inTenant(bot.services.db, message.tenant_id, async (trx) =>
    loadSituation(
      trx,
      {
        conversationId: message.conversation_id,
        messageId: message.id,
        receivedAt: new Date().toISOString(),
      },
      bot.services,
    ),
  );
  if (situation.kind !== "answer") throw new Error("the test expects a situation to answer in");
  const answered = new AbortController();
  const read: (boolean | undefined)[] = [];
  const watched = instead(bot.services, {
    whatsapp: {
      ...bot.services.whatsapp,
      async markRead(reading) {
        read.push(reading.typing);
        if (read.length === 3) answered.abort();
        return bot.services.whatsapp.markRead(reading);
      },
    },
  });
  await showTyping(message.tenant_id, situation, watched, answered.signal, 1);
  expect(read).toEqual([true, true, true]);
});
