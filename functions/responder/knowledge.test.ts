import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { assignKnowledgeBases, recordKnowledgeBase } from "../../shared/knowledge/queries/knowledge-bases.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { instead } from "../../shared/testing/instead.ts";
import { type ResponderUnderTest, startResponder } from "./testing/responder.ts";

const [acme] = seedData;
let bot: ResponderUnderTest;

beforeAll(async () => {
  bot = await startResponder();
});
afterEach(async () => bot.calm());
afterAll(async () => bot.close());

describe("a tenant's settings", () => {
  test("its limit of tokens for the day, once reached, hands over without asking the model", async () => {
    const { message } = await bot.ask("What does delivery to Bandung cost?");
    const spent = instead(bot.services, { config: { ...bot.services.config, LLM_DAILY_TOKENS: 1 } });
    await inTenant(bot.database.db, acme.id, async (trx) => {
      await trx
        .insertInto("llm_spend")
        .values({ day: new Date().toISOString().slice(0, 10), tokens: 5 })
        .onConflict((one) => one.columns(["tenant_id", "day"]).doNothing())
        .execute();
    });
    const asked = (await bot.openai.prompts()).length;
    expect(await bot.deliver(message, spent)).toMatchObject({
      outcome: "handed-over",
      reason: "spend-limit",
    });
    expect(await bot.openai.prompts()).toHaveLength(asked);
  });
});

test("what the knowledge lacks is kept as an unanswered question, once", async () => {
  const { message } = await bot.ask("Do you sell umbrellas for elephants?");
  await bot.deliver(message);
  await bot.deliver(message);
  const kept = await bot.database.adminDb
    .selectFrom("unanswered_questions")
    .selectAll()
    .where("message_id", "=", message.id)
    .execute();
  expect(kept).toMatchObject([{ question: "Do you sell umbrellas for elephants?", status: "open" }]);
});

test("an outlet answers from the knowledge bases assigned to it, and from no other", async () => {
  await inTenant(bot.database.db, acme.id, async (trx) => {
    const empty = await recordKnowledgeBase(trx, `Empty ${randomUUID()}`);
    await assignKnowledgeBases(trx, acme.outlet.id, [empty?.id ?? ""]);
  });
  const { message } = await bot.ask("What does delivery to Bandung cost?");
  expect(await bot.deliver(message)).toMatchObject({ outcome: "handed-over" });
  await inTenant(bot.database.db, acme.id, async (trx) => assignKnowledgeBases(trx, acme.outlet.id, []));
  const again = await bot.ask("What does delivery to Bandung cost?");
  expect(await bot.deliver(again.message)).toMatchObject({ outcome: "answered" });
});
