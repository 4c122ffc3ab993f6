import { needsHuman } from "../../shared/conversations/rules/needs-human.ts";
import type { ErrorClass } from "../../shared/whatsapp/rules/error-class.ts";
import { maxSendAttempts, planBackoff } from "./plan-backoff.ts";
import { lockConversation } from "../../shared/conversations/queries/conversations.ts";
import { recordStatusChange } from "../../shared/conversations/queries/messages.ts";
import type { Message } from "../../shared/db/schema.d.ts";
import { holdSends } from "../../shared/sending/queries/send-pacing.ts";
import { emitChange } from "./settle.ts";
import { handOverToPeople } from "../../shared/sending/hand-over-to-people.ts";
import type { Recorded } from "./recorded.ts";
import type { Work } from "../../shared/runtime/work.ts";

type Passing = {
  why: string;
  code: number | undefined;
  scope: ErrorClass["scope"];
  retryAfterMs?: number | undefined;
};

/** Nothing was sent, and it may go later: the message waits, and with it what the error holds up. */
export async function tryLater(work: Work, message: Message, passing: Passing, now: Date): Promise<Recorded> {
  const attempt = message.attempt_count;
  if (attempt >= maxSendAttempts) return giveUp(work, message, passing, now);
  const { delayMs, holds } = planBackoff({ ...passing, attempt, chance: Math.random() });
  const until = new Date(now.getTime() + delayMs);
  if (holds !== "message") {
    const { outlet_id: outletId, contact_id: contactId } = message;
    await holdSends(work.trx, { holds, outletId, contactId, until });
  }
  await recordStatusChange(work.trx, message.id, {
    status: "queued",
    errorDetail: passing.why,
    notBefore: until,
  });
  return { outcome: { outcome: "retry" }, retry: passing.why };
}

async function giveUp(work: Work, message: Message, { why, code }: Passing, now: Date): Promise<Recorded> {
  await recordStatusChange(work.trx, message.id, {
    status: "failed",
    failedAt: now,
    errorDetail: `given up: ${why}`,
    ...(code === undefined ? {} : { errorCode: code }),
  });
  if (needsHuman(message, code)) {
    await handOverToPeople(
      work,
      await lockConversation(work.trx, message.conversation_id),
      { code: "technical", reason: "send-failed" },
      { now: now },
    );
  }
  emitChange(work.emit, message);
  return { outcome: { outcome: "failed", reason: "given-up" } };
}
