import type { EventOf } from "../../shared/contracts/topics.ts";
import { type ReportedStatus, readReportedStatus } from "../../shared/domain/whatsapp/reported-status.ts";
import { lockConversation } from "../../shared/db/conversations.ts";
import { recordMessageStatus } from "../../shared/db/message-statuses.ts";
import { findMessageOfStatus, lockMessage } from "../../shared/db/messages.ts";
import type { Message } from "../../shared/db/schema/messages.ts";
import type { TenantTransaction } from "../../shared/db/tenant-scope.ts";
import { applyStatus } from "../../shared/runtime/apply-status.ts";
import { commitAndPublish, type Emit } from "../../shared/runtime/commit-and-publish.ts";
import { Permanent } from "../../shared/runtime/errors.ts";
import type { Outcome } from "../../shared/runtime/on-event.ts";
import type { Services } from "../../shared/runtime/services.ts";

/**
 * Keeps what Meta reports of a message of ours and moves the message on. A report of a message that is not stored
 * yet is parked; one that carries our attempt's id settles a send whose outcome was unknown.
 */
export async function handle(
  event: EventOf<"status.received">,
  services: Services<"status">,
): Promise<Outcome> {
  const { data } = event;
  const reported = readReportedStatus(data.status, new Date(data.receivedAt));
  if (reported === undefined) throw new Permanent("no-status", "the item names no message or no status");
  const outlet = await services.lookups.findOutlet(services.db, data.phoneNumberId);
  if (outlet === undefined) throw new Permanent("unknown-number", "no outlet has this phone number id");
  return commitAndPublish(services, outlet.tenantId, event, async (trx, emit) =>
    keep(trx, emit, outlet.outletId, reported, data.status),
  );
}

async function keep(
  trx: TenantTransaction,
  emit: Emit,
  outletId: string,
  reported: ReportedStatus,
  raw: unknown,
): Promise<Outcome> {
  const message = await lockReported(trx, outletId, reported);
  const isNew = await recordMessageStatus(trx, outletId, message?.id, reported, raw);
  if (!isNew) return { outcome: "duplicate" };
  if (message === undefined) return { outcome: "parked", word: reported.word };
  const status = await applyStatus(trx, emit, message, reported);
  return status === undefined
    ? { outcome: "no-change", word: reported.word }
    : { outcome: "applied", status };
}

/** The conversation before its messages, as everywhere: a hand-over must not deadlock with a send. */
async function lockReported(
  trx: TenantTransaction,
  outletId: string,
  reported: ReportedStatus,
): Promise<Message | undefined> {
  const { wamid } = reported;
  const found = await findMessageOfStatus(trx, outletId, { wamid, attemptId: attemptIdOf(reported) });
  if (found === undefined) return undefined;
  await lockConversation(trx, found.conversation_id);
  return lockMessage(trx, found.id);
}

const attemptIdForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Callback data of other senders on the same account is not ours to understand. */
function attemptIdOf({ callbackData }: ReportedStatus): string | undefined {
  return callbackData !== undefined && attemptIdForm.test(callbackData) ? callbackData : undefined;
}
