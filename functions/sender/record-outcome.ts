import type { Recorded } from "./recorded.ts";
import type { SendOutcome } from "../../shared/whatsapp/client/whatsapp.ts";
import { asPhone } from "../../shared/whatsapp/rules/identity.ts";
import { classifyError } from "../../shared/whatsapp/rules/error-class.ts";
import { describeRefusal, pausesOutlet } from "../../shared/outlets/rules/outlet-problem.ts";
import { releaseReservation } from "../../shared/billing/reserve-quota.ts";
import { recordWaId } from "../../shared/contacts/queries/contacts.ts";
import { lockConversationOfMessage } from "../../shared/conversations/queries/conversations.ts";
import { lockMessage, recordStatusChange } from "../../shared/conversations/queries/messages.ts";
import { getOutletCredentials } from "../../shared/outlets/queries/outlet-credentials.ts";
import type { Message } from "../../shared/db/schema.d.ts";
import type { TenantTransaction } from "../../shared/db/tenant-scope.ts";
import { applyReports } from "../../shared/sending/apply-reports.ts";
import { followFailure } from "../../shared/sending/follow-failure.ts";
import type { OutletAccess } from "../../shared/outlets/outlet-access.ts";
import { pauseOutlet } from "../../shared/outlets/outlet-health.ts";
import { emitChange } from "./settle.ts";
import { tryLater } from "./try-later.ts";
import type { Work } from "../../shared/runtime/work.ts";

type Attempt = {
  messageId: string;
  attemptId: string;
  access: Pick<OutletAccess, "ciphertext">;
  isReserved?: boolean;
};

/** Records what came of our attempt; a status that overtook this is kept, never taken back. */
export async function recordOutcome(
  work: Work,
  attempt: Attempt,
  sent: SendOutcome,
  now: Date,
): Promise<Recorded> {
  const recorded = await recordSent(work, attempt, sent, now);
  // What was held of the quota stays held when the message was, or may have been, taken.
  const isGivenBack = ["retry", "held", "failed"].includes(recorded.outcome.outcome);
  if (attempt.isReserved === true && isGivenBack) await releaseReservation(work.trx, attempt.messageId);
  return recorded;
}

async function recordSent(work: Work, attempt: Attempt, sent: SendOutcome, now: Date): Promise<Recorded> {
  // The conversation before its messages, as everywhere: a hand-over further down must not deadlock with a claim.
  await lockConversationOfMessage(work.trx, attempt.messageId);
  const message = await lockMessage(work.trx, attempt.messageId);
  if (message === undefined) return { outcome: { outcome: "gone" } };
  const settledMeanwhile = message.attempt_id !== attempt.attemptId || message.status !== "sending";
  if (sent.kind === "accepted") return recordAccepted(work, attempt, message, sent, now);
  if (settledMeanwhile) return { outcome: { outcome: "settled-by-status", status: message.status } };
  switch (sent.kind) {
    case "not_sent":
      return tryLater(work, message, { why: "not-sent", scope: "message", code: undefined }, now);
    case "unknown":
      return recordUnknown(work, message, sent.reason);
    case "refused":
      break;
  }
  return pausesOutlet(sent)
    ? holdForOutlet(work.trx, attempt, message, sent)
    : recordRefusal(work, message, sent, now);
}

async function recordAccepted(
  work: Work,
  { isReserved }: Attempt,
  message: Message,
  { wamid, waId }: Extract<SendOutcome, { kind: "accepted" }>,
  now: Date,
): Promise<Recorded> {
  const proven = asPhone(waId);
  if (proven !== undefined) await recordWaId(work.trx, message.contact_id, proven);
  const reported = { wamid, word: "accepted", occurredAt: now, errors: [] };
  const holdsQuota = isReserved === true;
  const { paused } = await applyReports(work.trx, [{ message, reported, emit: work.emit }], { holdsQuota });
  const reason = paused[0]?.reason;
  return { outcome: { outcome: "accepted" }, ...(reason === undefined ? {} : { paused: reason }) };
}

/** Nothing was sent: the message waits for the event's next delivery. */
async function putBack(trx: TenantTransaction, message: Message, why: string): Promise<Recorded> {
  await recordStatusChange(trx, message.id, { status: "queued", errorDetail: why });
  return { outcome: { outcome: "retry" }, retry: why };
}

/**
 * Nothing goes out through the outlet before somebody has acted: the message stays queued, and its event is done with.
 * If the outlet was given another token meanwhile, the refusal says nothing of that, and the message tries it at once.
 */
async function holdForOutlet(
  trx: TenantTransaction,
  { access }: Attempt,
  message: Message,
  refusal: Extract<SendOutcome, { kind: "refused" }>,
): Promise<Recorded> {
  const { tenant_id: tenantId, outlet_id: outletId } = message;
  const problem = describeRefusal(refusal.code);
  const paused = await pauseOutlet(trx, {
    tenantId,
    outletId,
    problem,
    refused: { ciphertext: access.ciphertext },
  });
  if (!paused) {
    // Locked, so that whoever makes it active finds this message among those that it queues anew.
    const { status } = await getOutletCredentials(trx, outletId, { locked: true });
    if (status === "active") return putBack(trx, message, "token-changed");
  }
  await recordStatusChange(trx, message.id, { status: "queued", errorDetail: `error ${refusal.code}` });
  const outcome = { outcome: "held", reason: problem.reason, errorCode: refusal.code };
  return { outcome, ...(paused ? { paused: problem.reason } : {}) };
}

async function recordUnknown(work: Work, message: Message, why: string): Promise<Recorded> {
  await recordStatusChange(work.trx, message.id, { status: "unknown", errorDetail: why });
  emitChange(work.emit, message);
  return { outcome: { outcome: "unknown", reason: why } };
}

async function recordRefusal(
  work: Work,
  message: Message,
  refusal: Extract<SendOutcome, { kind: "refused" }>,
  now: Date,
): Promise<Recorded> {
  const { code } = refusal;
  const { action, scope } = classifyError(refusal);
  switch (action) {
    case "ambiguous":
      return recordUnknown(work, message, `error ${code}`);
    case "retry":
      return tryLater(work, message, { ...refusal, why: `error ${code}`, scope }, now);
    case "operator":
    case "permanent":
    case "needs_template":
      break;
  }
  const detail = refusal.details ?? refusal.title;
  await recordStatusChange(work.trx, message.id, {
    status: "failed",
    failedAt: now,
    errorCode: code,
    ...(detail === undefined ? {} : { errorDetail: detail }),
  });
  await followFailure(work, message, { code, detail, failedAt: now });
  emitChange(work.emit, message);
  return { outcome: { outcome: "failed", errorCode: code } };
}
