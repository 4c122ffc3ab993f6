import * as fc from "fast-check";
import type { EventOf } from "../../../shared/contracts/topics.ts";
import { lockContact } from "../../../shared/contacts/queries/contacts.ts";
import { lockOpenConversation } from "../../../shared/conversations/queries/conversations.ts";
import { claimSend } from "../../../shared/conversations/queries/messages.ts";
import { seedData } from "../../../shared/testing/examples/seed-data.ts";
import { recordSend } from "../../../shared/sending/queries/sends.ts";
import { inTenant } from "../../../shared/db/tenant-scope.ts";
import { inWork } from "../../../shared/runtime/work.ts";
import { replyTo } from "../../../shared/runtime/on-http.ts";
import { buildHttpRequest } from "../../../shared/testing/http-request.ts";
import type { TestServices } from "../../../shared/testing/services.ts";
import { sign } from "../../../shared/testing/webhook-body.ts";
import { recordOutcome } from "../../../functions/sender/record-outcome.ts";
import { createHandler } from "../../../functions/status/handle.ts";
import { createHandler as createWebhookHandler } from "../../../functions/webhook/handle.ts";
import { handle as handleInbound } from "../../../functions/inbound/handle.ts";
import type { History } from "./draw-history.ts";
import type { DrawnReply } from "./drawn-reply.ts";
import { bodyOf } from "./history-body.ts";
import { start } from "./people.ts";
import type { inboundFunction } from "../../../functions/inbound/services.ts";
import { type InboundServices } from "../../../functions/inbound/services.ts";
import type { statusFunction } from "../../../functions/status/services.ts";
import type { webhookFunction } from "../../../functions/webhook/services.ts";
import { handling } from "../../../shared/testing/handling.ts";

const handleStatus = handling(createHandler);

export type Pipeline = {
  webhook: TestServices<typeof webhookFunction>;
  inbound: TestServices<typeof inboundFunction>;
  status: TestServices<typeof statusFunction>;
};

/** How a history reaches us: in which order, with which copies, in how many bodies. */
export type Way = { order: number[]; copies: boolean[]; bodySize: number; atOnce: number };

export const ways: fc.Arbitrary<Way> = fc.record({
  order: fc.array(fc.nat({ max: 1_000_000 }), { minLength: 90, maxLength: 90 }),
  copies: fc.array(fc.boolean(), { minLength: 90, maxLength: 90 }),
  bodySize: fc.constantFrom(1, 3, 20, 1_000),
  atOnce: fc.constantFrom(1, 8, 40),
});

/** Posts the history to the webhook, and hands on what comes of it beside the answers that the sender hears. */
export async function deliver({ items, replies }: History, pipeline: Pipeline, way: Way): Promise<void> {
  const sending = await Promise.all(replies.map(async (reply) => prepare(reply, pipeline.inbound)));
  const copied = items.flatMap((item, index) => (way.copies[index] === true ? [item, item] : [item]));
  const sorted = shuffle(copied, way);
  for (let at = 0; at < sorted.length; at += way.bodySize) {
    await post(bodyOf(sorted.slice(at, at + way.bodySize)), pipeline.webhook);
  }
  const works = shuffle(
    [
      ...pipeline.webhook.bus.events.splice(0).map((event) => async () => {
        const given = event as EventOf<"message.received" | "status.received" | "account.updated">;
        if (given.topic === "message.received") await handleInbound(given, pipeline.inbound);
        else if (given.topic === "status.received") await handleStatus(given, pipeline.status);
      }),
      ...sending.flatMap((hear) => (hear === undefined ? [] : [hear])),
    ],
    way,
  );
  await Promise.all(
    Array.from({ length: way.atOnce }, async () => {
      for (let work = works.shift(); work !== undefined; work = works.shift()) await untilDone(work);
    }),
  );
}

/** Stores a reply that is being sent; resolves to what the sender does when it hears the answer, if it does. */
async function prepare(
  reply: DrawnReply,
  services: InboundServices,
): Promise<(() => Promise<unknown>) | undefined> {
  const { attemptId, wamid, body, answeredAt, phone } = reply;
  const { id: tenantId, outlet } = seedData[reply.tenant];
  const at = new Date((start - 100) * 1000);
  const messageId = await inTenant(services.db, tenantId, async (trx) => {
    const { id: contactId } = await lockContact(trx, { phone }, at);
    const { id: conversationId } = await lockOpenConversation(trx, {
      outletId: outlet.id,
      contactId: contactId,
    });
    const ids = { outletId: outlet.id, contactId, conversationId };
    const id = await recordSend(trx, {
      ...ids,
      senderType: "bot",
      type: "text",
      body,
      epoch: null,
      sentAt: at,
    });
    await claimSend(trx, id, { attemptId, leaseUntil: at });
    return id;
  });
  if (answeredAt === undefined) return undefined;
  const attempt = { messageId, attemptId, access: { ciphertext: Buffer.alloc(0) }, isReserved: true };
  return async () =>
    inWork(services, tenantId, {}, async (work) =>
      recordOutcome(work, attempt, { kind: "accepted", wamid }, answeredAt),
    );
}

async function post(body: unknown, services: TestServices<typeof webhookFunction>): Promise<void> {
  const rawBody = Buffer.from(JSON.stringify(body));
  const request = buildHttpRequest({ headers: { "x-hub-signature-256": sign(rawBody) }, body: rawBody });
  const { status } = await replyTo(request, createWebhookHandler(services));
  if (status !== 200) throw new Error(`the webhook answered ${status}`);
  const rejected = services.bus.of("webhook.rejected");
  if (rejected.length > 0) throw new Error(`an item was not read: ${JSON.stringify(rejected)}`);
}

function shuffle<T>(list: readonly T[], { order }: Way): T[] {
  return list
    .map((item, index) => ({ item, rank: order[index % order.length] ?? index, index }))
    .toSorted((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ item }) => item);
}

/** As Pub/Sub delivers again what failed. */
async function untilDone(work: () => Promise<unknown>, attempt = 1): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (attempt === 5) throw error;
    await untilDone(work, attempt + 1);
  }
}
