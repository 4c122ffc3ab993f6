import { type AddressInfo, createServer } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import type { OutboundMessage } from "../../shared/whatsapp/building/outbound-message.ts";
import { awaitLockWait } from "../../shared/testing/await-lock-wait.ts";
import { openSendDesk, type SendDesk } from "./testing/send-desk.ts";

const [acme] = seedData;
let desk: SendDesk;

beforeAll(async () => {
  desk = await openSendDesk();
});
afterEach(async () => desk.endTest());
afterAll(async () => desk.close());

describe("when WhatsApp refuses", () => {
  test.each([
    [130429, "a rate limit"],
    [131056, "the pair rate limit"],
  ])("%i, %s: the message waits and goes out at the next delivery", async (code) => {
    const queued = await desk.queue();
    await desk.whatsapp.faults({ send: { errors: [{ code, times: 1, to: queued.chat.phone }] } });
    await expect(desk.deliver(queued)).rejects.toMatchObject({ name: "Retry", code: `error ${code}` });
    expect(await desk.stored(queued)).toMatchObject({ status: "queued", lease_until: null });
    await expect(desk.deliver(queued)).rejects.toMatchObject({ name: "Retry", code: "not-yet" });
    expect(await desk.sendsTo(queued)).toEqual([]);
    expect(await desk.deliver(queued, desk.afterAWhile())).toEqual({ outcome: "accepted" });
    expect(await desk.stored(queued)).toMatchObject({
      status: "accepted",
      attempt_count: 2,
      not_before: null,
    });
    expect(desk.timesCounted(queued)).toBe(1);
  });

  test.each([
    [100, "send-failed"],
    [131030, "send-failed"],
    [131047, "window-closed"],
  ])("%i for good: the bot's answer fails and a human takes over (%s)", async (code, handoffReason) => {
    const queued = await desk.queue();
    await desk.whatsapp.faults({ send: { errors: [{ code, times: 1, to: queued.chat.phone }] } });
    expect(await desk.deliver(queued)).toEqual({ outcome: "failed", errorCode: code });
    expect(await desk.stored(queued)).toMatchObject({
      status: "failed",
      error_code: code,
      lease_until: null,
    });
    expect(await queued.chat.conversation()).toMatchObject({
      handled_by: "human",
      handoff_reason: handoffReason,
    });
    expect(await desk.deliver(queued)).toEqual({ outcome: "duplicate", status: "failed" });
    expect(await desk.sendsTo(queued)).toEqual([]);
    expect(desk.timesCounted(queued)).toBe(0);
  });

  test.each([131026, 131049, 130472, 131050])(
    "%i, a customer whom nothing reaches: the answer fails, and the bot goes on",
    async (code) => {
      const queued = await desk.queue();
      await desk.whatsapp.faults({ send: { errors: [{ code, times: 1, to: queued.chat.phone }] } });
      expect(await desk.deliver(queued)).toEqual({ outcome: "failed", errorCode: code });
      expect(await queued.chat.conversation()).toMatchObject({ handled_by: "bot" });
    },
  );

  const template = (name: string): OutboundMessage => ({ type: "template", name, language: "en" });
  test.each<[code: number, message: OutboundMessage, senderType: "agent" | "system"]>([
    [132001, template("order_shiped"), "agent"],
    [132001, template("order_sent"), "system"],
    [131049, template("spring_offer"), "system"],
    [131047, { type: "text", text: "Your order is on its way." }, "system"],
    [100, { type: "text", text: "Your order is on its way." }, "system"],
  ])("%i of what the bot did not write, %j of %s: the bot goes on", async (code, message, senderType) => {
    const chat = await desk.newChat();
    const queued = await desk.store(chat, message, undefined, senderType);
    const { epoch } = await chat.conversation();
    await desk.whatsapp.faults({ send: { errors: [{ code, times: 1, to: chat.phone }] } });
    expect(await desk.deliver(queued)).toEqual({ outcome: "failed", errorCode: code });
    expect(await desk.stored(queued)).toMatchObject({ status: "failed", error_code: code });
    expect(await chat.conversation()).toMatchObject({ handled_by: "bot", epoch });
  });

  test("nobody listens at its address: nothing was sent, so it waits for the next delivery", async () => {
    const queued = await desk.queue();
    const nowhere = desk.servicesWith({ WHATSAPP_GRAPH_URL: await freeAddress() });
    await expect(desk.deliver(queued, nowhere)).rejects.toMatchObject({ name: "Retry", code: "not-sent" });
    expect(await desk.deliver(queued, desk.afterAWhile())).toEqual({ outcome: "accepted" });
    expect(await desk.sendsTo(queued)).toHaveLength(1);
  });

  test("a refusal is recorded while another function holds the conversation, and neither is sacrificed", async () => {
    const queued = await desk.queue();
    await desk.whatsapp.faults({ send: { errors: [{ code: 131026, times: 1, to: queued.chat.phone }] } });
    const holding = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    const other = inTenant(desk.database.db, acme.id, async (trx) => {
      await holding.promise;
      await trx
        .selectFrom("conversations")
        .select("id")
        .where("id", "=", queued.chat.conversationId)
        .forUpdate()
        .execute();
      held.resolve();
      await awaitLockWait(desk.database.adminDb, "sender");
      await trx.selectFrom("messages").select("id").where("id", "=", queued.messageId).forUpdate().execute();
    });
    const delivered = desk.deliver(
      queued,
      desk.afterTheCall(async () => {
        holding.resolve();
        await held.promise;
      }),
    );
    expect(await Promise.all([delivered, other])).toEqual([
      { outcome: "failed", errorCode: 131026 },
      undefined,
    ]);
  });
});

async function freeAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}
