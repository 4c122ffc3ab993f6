import type { OutboundStatus } from "../conversations/rules/message-status.ts";
import { planStatusChange, type StatusPlan } from "./rules/plan-status-change.ts";
import { asObject } from "../contracts/loose-json.ts";
import { describeRefusal, pausesOutlet } from "../outlets/rules/outlet-problem.ts";
import { readReportedStatus, type ReportedStatus } from "../whatsapp/reading/reported-status.ts";
import { commitReservation, releaseReservation } from "../billing/reserve-quota.ts";
import { joinParkedStatuses } from "./queries/message-statuses.ts";
import { recordStatusChanges, type ReportedMessage } from "./queries/status-batches.ts";
import type { TenantTransaction } from "../db/tenant-scope.ts";
import type { Emit } from "../runtime/work.ts";
import { followFailure } from "./follow-failure.ts";
import { meterTemplate } from "./meter-template.ts";
import { pauseOutlet } from "../outlets/outlet-health.ts";

/** Something that WhatsApp told of a message of ours, in a status or in its answer to the send. */
export type Report = { message: ReportedMessage; reported: ReportedStatus; emit: Emit };

export type Applied = {
  /** For each report the status that it left its message with; undefined when it changed nothing. */
  statuses: (OutboundStatus | undefined)[];
  /** The outlets that a report has paused. */
  paused: { outletId: string; reason: string }[];
};

/**
 * Applies reports to messages of the scope's tenant that the caller has locked, their conversations before them, with
 * all that follows. Each message counts once, as soon as anything tells that WhatsApp took it, whoever learns it first:
 * then what was held of the quota is used up, or given back when it failed untaken. What was reported before Meta's id of
 * the message was stored is applied as well. `holdsQuota: false` when nothing was held for any of them.
 */
export async function applyReports(
  trx: TenantTransaction,
  reports: readonly Report[],
  { holdsQuota = true }: { holdsQuota?: boolean } = {},
): Promise<Applied> {
  const moves = new Map<ReportedMessage, Move>();
  const statuses = reports.map((report) => note(moves, report));
  await recordStatusChanges(trx, changesOf(moves));
  const early = await findEarly(trx, moves);
  for (const report of early) note(moves, report);
  if (early.length > 0) await recordStatusChanges(trx, changesOf(moves));

  const paused: Applied["paused"] = [];
  for (const [message, move] of moves) {
    if (move.isAccepted) await countSend(trx, message, move, holdsQuota);
    if (move.plan.status === "failed" && move.failure !== undefined) {
      const problem = await fail(trx, message, move, move.failure, holdsQuota);
      if (problem !== undefined) paused.push({ outletId: message.outlet_id, reason: problem });
    }
    const { id: messageId, conversation_id: conversationId } = message;
    move.emit("conversation.changed", { conversationId, messageId, change: "status" });
  }
  return { statuses, paused };
}

/** What all reports together change about one message. */
type Move = {
  plan: Omit<StatusPlan, "nowAccepted" | "nowFailed">;
  isAccepted: boolean;
  failure: ReportedStatus | undefined;
  emit: Emit;
};

/** Adds what the report changes to what those before it change. */
function note(
  moves: Map<ReportedMessage, Move>,
  { message, reported, emit }: Report,
): OutboundStatus | undefined {
  const before = moves.get(message);
  const known = {
    status: before?.plan.status ?? (message.status as OutboundStatus),
    wamid: before?.plan.wamid ?? message.wamid,
    acceptedAt: before?.plan.acceptedAt ?? message.accepted_at,
  };
  const plan = planStatusChange(known, reported);
  if (plan === undefined) return undefined;
  const { nowAccepted, nowFailed, ...change } = plan;
  moves.set(message, {
    plan: { ...before?.plan, ...change },
    isAccepted: nowAccepted || (before?.isAccepted ?? false),
    failure: nowFailed ? reported : before?.failure,
    emit,
  });
  return plan.status;
}

function changesOf(moves: ReadonlyMap<ReportedMessage, Move>) {
  return [...moves].map(([message, { plan }]) => ({ messageId: message.id, plan }));
}

/** What was parked for the messages whose id of Meta's has become known by this. */
async function findEarly(
  trx: TenantTransaction,
  moves: ReadonlyMap<ReportedMessage, Move>,
): Promise<Report[]> {
  const stored = [...moves].flatMap(([message, { plan, emit }]) =>
    plan.wamid === undefined ? [] : [{ message, emit, wamid: plan.wamid }],
  );
  if (stored.length === 0) return [];
  const early = await joinParkedStatuses(
    trx,
    stored.map(({ message, wamid }) => ({ messageId: message.id, outletId: message.outlet_id, wamid })),
  );
  return early.flatMap(({ message_id: messageId, raw, occurred_at: at }) => {
    const its = stored.find(({ message }) => message.id === messageId);
    const reported = readReportedStatus(asObject(raw) ?? {}, at);
    return its === undefined || reported === undefined ? [] : [{ ...its, reported }];
  });
}

/** A message of ours counts against the plan when WhatsApp has taken it. */
async function countSend(
  trx: TenantTransaction,
  message: ReportedMessage,
  { emit }: Move,
  holdsQuota: boolean,
): Promise<void> {
  const { id: subjectId, outlet_id: outletId } = message;
  emit("usage.recorded", { meter: "message.outbound", quantity: 1, outletId, subjectId });
  await meterTemplate({ trx, emit }, message);
  if (holdsQuota) await commitReservation(trx, subjectId);
}

/** Resolves to why the message's outlet was paused, if it was. */
async function fail(
  trx: TenantTransaction,
  message: ReportedMessage,
  { isAccepted, emit }: Move,
  { errorCode: code, errorDetail: detail, occurredAt: failedAt }: ReportedStatus,
  holdsQuota: boolean,
): Promise<string | undefined> {
  await followFailure({ trx, emit }, message, { code, detail, failedAt });
  // One that WhatsApp had taken before counts, whatever became of it.
  if (holdsQuota && !isAccepted && message.accepted_at === null) await releaseReservation(trx, message.id);
  // What the business wrote in its phone app went another way than what we send.
  if (code === undefined || message.attempt_id === null || !pausesOutlet({ code })) return undefined;
  const { tenant_id: tenantId, outlet_id: outletId } = message;
  const problem = describeRefusal(code);
  const isPaused = await pauseOutlet(trx, { tenantId, outletId, problem, refused: { failedAt } });
  return isPaused ? problem.reason : undefined;
}
