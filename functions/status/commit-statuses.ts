import type { Envelope } from "../../shared/contracts/envelope.ts";
import { planStatusChange } from "../../shared/domain/conversation/plan-status-change.ts";
import type { ReportedStatus } from "../../shared/domain/whatsapp/reported-status.ts";
import { recordConsent } from "../../shared/db/consents.ts";
import { handOver } from "../../shared/db/conversations.ts";
import { inSeveralTenants } from "../../shared/db/in-several-tenants.ts";
import { insertOutbox } from "../../shared/db/outbox.ts";
import {
  lockReportedMessages,
  type PlannedChange,
  recordMessageStatuses,
  recordStatusChanges,
  type ReportedMessage,
  statusKey,
} from "../../shared/db/status-batches.ts";
import type { TenantTransaction } from "../../shared/db/tenant-scope.ts";
import { emitOutboundUsage } from "../../shared/runtime/apply-status.ts";
import { publishCommitted, toOutboxRow } from "../../shared/runtime/commit-and-publish.ts";
import { type Cause, newEvent } from "../../shared/runtime/new-event.ts";
import type { Outcome } from "../../shared/runtime/on-event.ts";
import type { Services } from "../../shared/runtime/services.ts";

export type StatusItem = {
  tenantId: string;
  outletId: string;
  reported: ReportedStatus;
  raw: unknown;
  cause: Cause;
};

/** Keeps statuses of several tenants, and all that follows from them, in one transaction; an outcome for each. */
export async function commitStatuses(
  services: Pick<Services<"status">, "db" | "bus" | "log">,
  items: readonly StatusItem[],
): Promise<Outcome[]> {
  const outcomes = new Map<StatusItem, Outcome>();
  const emitted = new Map<string, Envelope[]>();
  // In the order of tenants, so that two groups never wait for each other in a circle.
  const byTenant = [...Map.groupBy(items, ({ tenantId }) => tenantId)].toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  );
  await inSeveralTenants(services.db, async ({ enter }) => {
    for (const [tenantId, own] of byTenant) {
      const trx = await enter(tenantId);
      const events = await keepStatuses(trx, tenantId, own, outcomes);
      await insertOutbox(trx, events.map(toOutboxRow));
      emitted.set(tenantId, events);
    }
  });
  await Promise.all(
    [...emitted]
      .filter(([, events]) => events.length > 0)
      .map(async ([tenantId, events]) => publishCommitted(services, tenantId, events)),
  );
  return items.map((item) => outcomes.get(item) ?? { outcome: "duplicate" });
}

async function keepStatuses(
  trx: TenantTransaction,
  tenantId: string,
  items: readonly StatusItem[],
  outcomes: Map<StatusItem, Outcome>,
): Promise<Envelope[]> {
  const messages = await lockReportedMessages(trx, items.map(subjectOf));
  const messageOf = new Map(items.map((item) => [item, findMessage(messages, item)]));
  const isNew = await recordMessageStatuses(
    trx,
    items.map((item) => ({ ...item, messageId: messageOf.get(item)?.id })),
  );
  const moved = new Map<ReportedMessage, Moved>();
  for (const item of items) {
    // A status that the group holds twice is new once.
    if (!isNew.delete(statusKey(item))) continue;
    const message = messageOf.get(item);
    outcomes.set(
      item,
      message === undefined ? { outcome: "parked", word: item.reported.word } : move(moved, message, item),
    );
  }
  await recordStatusChanges(
    trx,
    [...moved.values()].map(({ change }) => change),
  );
  const events: Envelope[] = [];
  for (const [message, { isAccepted, isFailed, optsOut, cause }] of moved) {
    const caused = { ...cause, tenantId };
    if (optsOut !== undefined) await recordConsent(trx, { ...optsOut, action: "opt_out", source: "error" });
    if (isFailed) await handOver(trx, message.conversation_id, { reason: "send-failed" });
    if (isAccepted) emitOutboundUsage((name, data) => events.push(newEvent(name, data, caused)), message);
    const { id: messageId, conversation_id: conversationId } = message;
    events.push(newEvent("conversation.changed", { conversationId, messageId, change: "status" }, caused));
  }
  return events;
}

type Moved = {
  change: PlannedChange;
  isAccepted: boolean;
  isFailed: boolean;
  /** The customer stopped the business's marketing, as the failure says. */
  optsOut: { contactId: string; occurredAt: Date } | undefined;
  cause: Cause;
};

/** WhatsApp's code for that. */
const stoppedMarketing = 131050;

/** Adds what the status changes about its message to what those before it in the group change. */
function move(moved: Map<ReportedMessage, Moved>, message: ReportedMessage, item: StatusItem): Outcome {
  const before = moved.get(message);
  const known = {
    status: before?.change.plan.status ?? message.status,
    wamid: before?.change.plan.wamid ?? message.wamid,
    acceptedAt: before?.change.plan.acceptedAt ?? message.accepted_at,
  };
  const plan = planStatusChange(known, item.reported);
  if (plan === undefined) return { outcome: "no-change", word: item.reported.word };
  const { nowAccepted, nowFailed, ...change } = plan;
  moved.set(message, {
    change: { messageId: message.id, plan: { ...before?.change.plan, ...change } },
    isAccepted: nowAccepted || (before?.isAccepted ?? false),
    isFailed: nowFailed || (before?.isFailed ?? false),
    optsOut:
      nowFailed && item.reported.errorCode === stoppedMarketing
        ? { contactId: message.contact_id, occurredAt: item.reported.occurredAt }
        : before?.optsOut,
    cause: item.cause,
  });
  return { outcome: "applied", status: plan.status };
}

/** By Meta's id, or by our attempt's id when Meta's is not stored yet. */
function findMessage(messages: readonly ReportedMessage[], item: StatusItem): ReportedMessage | undefined {
  const { outletId, wamid, attemptId } = subjectOf(item);
  const own = messages.filter((message) => message.outlet_id === outletId);
  return (
    own.find((message) => message.wamid === wamid) ??
    (attemptId === undefined ? undefined : own.find((message) => message.attempt_id === attemptId))
  );
}

const attemptIdForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Callback data of other senders on the same account is not ours to understand. */
function subjectOf({ outletId, reported: { wamid, callbackData } }: StatusItem) {
  const attemptId = callbackData !== undefined && attemptIdForm.test(callbackData) ? callbackData : undefined;
  return { outletId, wamid, attemptId };
}
