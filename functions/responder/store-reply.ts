import { randomUUID } from "node:crypto";
import { lockConversation } from "../../shared/conversations/queries/conversations.ts";
import { splitText } from "../../shared/whatsapp/building/split-text.ts";
import { clusterKey } from "../../shared/knowledge/rules/cluster-key.ts";
import { claimConversationNotice } from "../../shared/conversations/queries/conversation-notices.ts";
import { recordUnanswered } from "../../shared/knowledge/queries/unanswered-questions.ts";
import { recordSend } from "../../shared/sending/queries/sends.ts";
import { recordOutboundMessage } from "../../shared/conversations/queries/messages.ts";
import { isAnswered, listPending } from "../../shared/conversations/queries/turns.ts";
import { meterTokens } from "../../shared/answers/meter-tokens.ts";
import type { Outcome } from "../../shared/runtime/on-event.ts";
import { handOverToPeople } from "../../shared/sending/hand-over-to-people.ts";
import type { Situation } from "./load-situation.ts";
import type { Answered } from "../../shared/answers/answered.ts";
import type { Work } from "../../shared/runtime/work.ts";
import { sayIt } from "./say-it.ts";

/** They say nothing of what the tenant's knowledge lacks. */
const failures = new Set(["technical", "spend-limit", "unsafe", "not-text"]);

/** The question is not what it was when its answer was begun, and no other event asks for one. */
export const changedMeanwhile = "changed-meanwhile";

/** Stores the reply to be sent, unless the customer wrote on, or a human took over, while it was written. */
export async function storeReply(
  work: Work,
  situation: Situation,
  reply: Answered,
  now: Date,
): Promise<Outcome> {
  const { conversationId, trigger, epoch, question, language } = situation;
  await meterTokens(work, {
    tokens: reply.tokens,
    outletId: trigger.outlet_id,
    // A repeated attempt has spent others. They are spent whether or not the reply is used.
    subjectId: `${trigger.id}/${randomUUID()}`,
    at: now,
  });
  const conversation = await lockConversation(work.trx, conversationId);
  if (await isAnswered(work.trx, trigger.id, epoch)) return { outcome: "duplicate" };
  const isTheirs = conversation.handled_by === "human" || conversation.status === "closed";
  if (isTheirs) return { outcome: "superseded" };
  if (conversation.epoch !== epoch) {
    const pending = await listPending(work.trx, conversation);
    const isLast = pending.some(({ id }) => id === trigger.id) && pending.every(({ id }) => id <= trigger.id);
    return { outcome: isLast ? changedMeanwhile : "superseded" };
  }

  const { handoff } = reply;
  // The same fixed word is said once in a day; a customer to whom it has been said goes to a human.
  const isSaidAlready =
    reply.onceADay !== undefined &&
    !(await claimConversationNotice(work.trx, conversationId, reply.onceADay, now));
  if (isSaidAlready) {
    const why = handoff ?? { code: "unreadable" as const, reason: "not-text" };
    await handOverToPeople(work, conversation, why, { now });
    return { outcome: "handed-over", reason: why.reason };
  }
  const handedOver =
    handoff === undefined
      ? undefined
      : await handOverToPeople(work, conversation, handoff, { now, tellsCustomer: true });
  const text = await sayIt(work.trx, situation, conversation, { reply, handedOver });
  // The bot has tried again what it had handed over, and the customer was told that.
  if (text === undefined) return { outcome: "handed-over", reason: handoff?.reason };
  const [body = "", ...rest] = splitText(text);
  const common = {
    outletId: trigger.outlet_id,
    conversationId,
    contactId: trigger.contact_id,
    senderType: "bot" as const,
    // The word that a human will come answers nothing, and is sent whatever the customer writes meanwhile.
    isTurn: handedOver === undefined,
    epoch: handedOver?.epoch ?? epoch,
  };
  const first = await recordOutboundMessage(work.trx, {
    ...common,
    body,
    triggerMessageId: trigger.id,
    sentAt: now,
    citations: reply.citations,
    ...(situation.keepsTrace ? { trace: reply.trace } : {}),
  });
  if (first === undefined) return { outcome: "duplicate" };
  const messageIds = [first];
  for (const [index, part] of rest.entries()) {
    const sentAt = new Date(now.getTime() + index + 1);
    messageIds.push(await recordSend(work.trx, { ...common, type: "text", body: part, sentAt }));
  }
  for (const messageId of messageIds) {
    work.emit("message.queued", { conversationId, messageId });
    work.emit("conversation.changed", { conversationId, messageId, change: "message" });
  }
  if (handoff === undefined) return { outcome: "answered", sources: reply.citations.length };
  const { reason } = handoff;
  if (question !== undefined && !failures.has(reason)) {
    const key = clusterKey(question, language);
    const asked = reply.trace.language ?? language;
    await recordUnanswered(work.trx, {
      messageId: trigger.id,
      question,
      clusterKey: key,
      reason,
      language: asked,
    });
  }
  return { outcome: "handed-over", reason };
}
