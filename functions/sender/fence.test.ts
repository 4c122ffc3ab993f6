import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { handOver } from "../../shared/conversations/queries/conversations.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { createChat } from "../../shared/testing/chat.ts";
import { openSendDesk, type Queued, type SendDesk } from "./testing/send-desk.ts";

const [acme, globex] = seedData;
const dayMs = 24 * 60 * 60 * 1000;
let desk: SendDesk;

beforeAll(async () => {
  desk = await openSendDesk();
});
afterEach(async () => desk.endTest());
afterAll(async () => desk.close());

describe("the fence", () => {
  test("an answer to what is not the customer's last word is canceled, not sent", async () => {
    const queued = await desk.queue();
    await queued.chat.customerWrites("And on Sundays?");
    expect(await desk.deliver(queued)).toEqual({ outcome: "canceled", reason: "superseded" });
    expect(await desk.sendsTo(queued)).toEqual([]);
    expect(await desk.stored(queued)).toMatchObject({ status: "canceled", attempt_id: null });
    expect(desk.timesCounted(queued)).toBe(0);
  });

  test("an answer made before a human took over is canceled, not sent", async () => {
    const queued = await desk.queue();
    await handsOver(queued);
    expect(await desk.deliver(queued)).toEqual({ outcome: "canceled", reason: "superseded" });
    expect(await desk.sendsTo(queued)).toEqual([]);
  });

  test("the notice of a hand-over is sent whatever the customer writes meanwhile", async () => {
    const queued = await desk.queue("A colleague will reply here.", { isTurn: false });
    await handsOver(queued);
    await queued.chat.customerWrites("Hello?");
    expect(await desk.deliver(queued)).toEqual({ outcome: "accepted" });
    expect(await desk.sendsTo(queued)).toHaveLength(1);
  });

  test("the notice of a hand-over is not sent any more once a human has written", async () => {
    const queued = await desk.queue("A colleague will reply here.", { isTurn: false });
    await handsOver(queued);
    const words = await desk.store(queued.chat, { type: "text", text: "Hello, Budi here." });
    expect(await desk.deliver(words)).toEqual({ outcome: "accepted" });
    expect((await desk.sendsTo(queued)).map(({ body }) => body)).toMatchObject([
      { text: { body: "Hello, Budi here." } },
    ]);
    expect(await desk.stored(queued)).toMatchObject({ status: "canceled", error_detail: "superseded" });
  });

  test("an answer on its way when a human writes is accepted, and stands before the human's words in the thread", async () => {
    const queued = await desk.queue();
    let human: Queued | undefined;
    const overtaken = desk.afterTheCall(async () => {
      human = await desk.store(queued.chat, { type: "text", text: "Budi here." });
    });
    expect(await desk.deliver(queued, overtaken)).toEqual({ outcome: "accepted" });
    const [bots, words] = [await desk.stored(queued), await desk.stored(human ?? queued)];
    expect(bots.status).toBe("accepted");
    expect(bots.sent_at.getTime()).toBeLessThan(words.sent_at.getTime());
  });

  test("a blocked customer gets nothing", async () => {
    const queued = await desk.queue();
    const blocked = { blocked: true };
    await desk.database.adminDb
      .updateTable("contacts")
      .set(blocked)
      .where("id", "=", queued.chat.contactId)
      .execute();
    expect(await desk.deliver(queued)).toEqual({ outcome: "canceled", reason: "blocked" });
    expect(await desk.sendsTo(queued)).toEqual([]);
  });

  test("with the 24-hour window closed it fails unsent, and a human takes over", async () => {
    const chat = await desk.newChat(new Date(Date.now() - dayMs));
    const queued = { chat, messageId: await chat.queueReply("At nine.") };
    expect(await desk.deliver(queued)).toEqual({ outcome: "failed", reason: "window-closed" });
    expect(await desk.sendsTo(queued)).toEqual([]);
    expect(await desk.stored(queued)).toMatchObject({ status: "failed", error_detail: "window-closed" });
    expect(await chat.conversation()).toMatchObject({ handled_by: "human", handoff_reason: "window-closed" });
  });

  test("text of a program to a number that never wrote fails unsent, and the bot answers what it may ask", async () => {
    const chat = await createChat(desk.database.db, acme);
    const queued = await desk.store(chat, { type: "text", text: "Hello!" }, undefined, "system");
    expect(await desk.deliver(queued)).toEqual({ outcome: "failed", reason: "window-closed" });
    expect(await chat.conversation()).toMatchObject({ handled_by: "bot", epoch: 0 });
  });

  test("an outlet without a token: it is held for whoever stores one, and nothing is claimed", async () => {
    await desk.database.adminDb
      .updateTable("outlets")
      .set({ access_token_ciphertext: null })
      .where("id", "=", globex.outlet.id)
      .execute();
    const chat = await createChat(desk.database.db, globex);
    await chat.customerWrites("Oi");
    const queued = { chat, messageId: await chat.queueReply("Olá!") };
    expect(await desk.deliver(queued)).toEqual({ outcome: "held", reason: "no-token" });
    expect(await desk.stored(queued)).toMatchObject({ status: "queued", attempt_id: null, attempt_count: 0 });
  });
});

async function handsOver({ chat }: Queued): Promise<void> {
  await inTenant(desk.database.db, acme.id, async (trx) =>
    handOver(trx, chat.conversationId, { code: "taken", reason: "agent" }),
  );
}
