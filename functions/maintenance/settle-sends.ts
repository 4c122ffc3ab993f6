import { needsHuman } from "../../shared/conversations/rules/needs-human.ts";
import { lockMessage, recordStatusChange } from "../../shared/conversations/queries/messages.ts";
import { listStuckSends, type StuckSend } from "../../shared/sending/queries/stuck-sends.ts";
import { lockConversationOfMessage } from "../../shared/conversations/queries/conversations.ts";
import type { Message } from "../../shared/db/schema.d.ts";
import { inWork } from "../../shared/runtime/work.ts";
import { handOverToPeople } from "../../shared/sending/hand-over-to-people.ts";
import type { MaintenanceServices } from "./services.ts";

/** A queued message that nothing has moved for so long has lost its event, or waits for its outlet to be mended. */
const queuedForMs = 5 * 60_000;
const batchSize = 500;

/**
 * Frees sends that nobody is at any more: an abandoned claim becomes unknown, an unknown one that no status settled
 * is shown to humans as unconfirmed (it may have left, so it is not sent again), a forgotten one is queued anew.
 */
export async function settleSends(
  services: MaintenanceServices,
): Promise<{ requeued: number; unknown: number; unconfirmed: number }> {
  const now = services.now();
  const stuck = await listStuckSends(services.platformDb, {
    now,
    queuedBefore: new Date(now.getTime() - queuedForMs),
    unknownBefore: new Date(now.getTime() - services.config.UNCONFIRMED_AFTER_MS),
    limit: batchSize,
  });
  const counts = { requeued: 0, unknown: 0, unconfirmed: 0 };
  for (const send of stuck) {
    const done = await settle(send, services, now);
    if (done !== undefined) counts[done] += 1;
  }
  return counts;
}

async function settle(
  send: StuckSend,
  services: MaintenanceServices,
  now: Date,
): Promise<"requeued" | "unknown" | "unconfirmed" | undefined> {
  return inWork(services, send.tenantId, {}, async (work) => {
    // The conversation before its messages, as everywhere: a hand-over must not deadlock with a claim.
    const conversation = await lockConversationOfMessage(work.trx, send.id);
    const message = await lockMessage(work.trx, send.id);
    if (conversation === undefined || message === undefined || hasMovedOn(message, send, now))
      return undefined;
    const ids = { conversationId: conversation.id, messageId: send.id };
    switch (send.status) {
      case "queued":
        await recordStatusChange(work.trx, send.id, { status: "queued" });
        work.emit("message.queued", ids);
        return "requeued";
      case "sending":
        await recordStatusChange(work.trx, send.id, { status: "unknown", errorDetail: "claim abandoned" });
        work.emit("conversation.changed", { ...ids, change: "status" });
        return "unknown";
      case "unknown":
        break;
    }
    await recordStatusChange(work.trx, send.id, { status: "unconfirmed" });
    if (needsHuman(message)) {
      await handOverToPeople(
        work,
        conversation,
        { code: "technical", reason: "send-unconfirmed" },
        { now: now },
      );
    }
    work.emit("conversation.changed", { ...ids, change: "status" });
    return "unconfirmed";
  });
}

/** Since it was listed: it has another status, or was put back and claimed anew. */
function hasMovedOn(message: Message, listed: StuckSend, now: Date): boolean {
  if (message.status !== listed.status) return true;
  return message.status === "sending" && message.lease_until !== null && message.lease_until >= now;
}
