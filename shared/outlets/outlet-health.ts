import type { WhatsApp } from "../whatsapp/client/whatsapp.ts";
import type { CallOutcome } from "../whatsapp/client/call-outcome.ts";
import { recordAudit } from "../tenants/queries/audit-log.ts";
import { listQueuedMessages, markActive, markPaused, type Refused } from "./queries/outlet-health.ts";
import type { Outlet } from "../db/schema.d.ts";
import type { TenantTransaction } from "../db/tenant-scope.ts";
import { classifyError } from "../whatsapp/rules/error-class.ts";
import {
  accountNotFound,
  accountTooLarge,
  describeRefusal,
  type OutletProblem,
  wrongAccount,
} from "./rules/outlet-problem.ts";
import type { Work } from "../runtime/work.ts";

export type OutletHealth =
  | {
      status: "active";
      verifiedName?: string;
      displayPhoneNumber?: string;
      qualityRating?: string;
      throughputLevel?: string;
      isUsedInApp?: boolean;
    }
  /** `message` is for the outlet's admin; `reason` is a word to sort by. */
  | { status: "unverified"; reason: string; message: string };

type Unverified = Extract<OutletHealth, { status: "unverified" }>;
type Failed = Exclude<CallOutcome, { kind: "answered" }>;

/** The reason when Graph has said nothing of the outlet: no cause to change anything. */
export const unreachable = "whatsapp-unreachable";

/**
 * Asks Graph whether the token works, opens this number, and the number belongs to the account; and has our app get
 * the account's webhooks. Three or four calls; nothing is stored.
 */
export async function checkOutlet(
  whatsapp: WhatsApp,
  outlet: { phoneNumberId: string; businessAccountId: string; accessToken: string },
): Promise<OutletHealth> {
  const number = await whatsapp.getPhoneNumber(outlet);
  if (number.kind !== "found") return unverified(number);
  const listed = await whatsapp.hasPhoneNumber(outlet);
  if (listed.kind !== "answered") return unverified(listed, { 33: accountNotFound });
  if (listed.has !== true)
    return { status: "unverified", ...(listed.has === false ? wrongAccount : accountTooLarge) };
  const subscribed = await whatsapp.subscribeApp(outlet);
  if (subscribed.kind !== "done") return unverified(subscribed, { 33: accountNotFound });
  const { kind: _, ...details } = number;
  return { status: "active", ...details };
}

function unverified(failed: Failed, special: Record<number, OutletProblem> = {}): Unverified {
  if (failed.kind === "refused") {
    const { action } = classifyError(failed);
    const isDefinite = action === "operator" || action === "permanent";
    if (isDefinite)
      return { status: "unverified", ...(special[failed.code] ?? describeRefusal(failed.code)) };
  }
  return {
    status: "unverified",
    reason: unreachable,
    message: "WhatsApp could not be asked just now. The outlet is checked again by itself.",
  };
}

/**
 * Holds what is to be sent through the outlet, until its token is changed or WhatsApp takes it again. False when there
 * was nothing to pause any more: it is paused already, its token is another than the one that was refused, or it was mended since.
 */
export async function pauseOutlet(
  trx: TenantTransaction,
  {
    tenantId,
    outletId,
    problem,
    until,
    refused,
  }: {
    tenantId: string;
    outletId: string;
    problem: OutletProblem;
    /** When the pause ends by itself. */
    until?: Date | undefined;
    refused: Refused;
  },
): Promise<boolean> {
  if (!(await markPaused(trx, outletId, { ...problem, until, refused }))) return false;
  await recordAudit(trx, tenantId, {
    action: "outlet.paused",
    subjectType: "outlet",
    subjectId: outletId,
    before: { status: "active" },
    after: { status: "paused", reason: problem.reason },
  });
  return true;
}

/** More than these wait for `maintenance`, which queues anew what has lain for some minutes. */
const resumedAtOnce = 5_000;

/**
 * Makes the outlet active, unless it is disabled, and queues what it held, in the order in which it was written.
 * Resolves to the status that it had and how many messages go out now. Call it in the transaction that stores what
 * mended the outlet; it may be called when nothing was held.
 */
export async function resumeOutlet(
  work: Work,
  outletId: string,
): Promise<{ from: Outlet["status"]; queued: number }> {
  const from = await markActive(work.trx, outletId);
  if (from === "disabled") return { from, queued: 0 };
  const held = await listQueuedMessages(work.trx, outletId, resumedAtOnce);
  for (const message of held) {
    work.emit("message.queued", { conversationId: message.conversation_id, messageId: message.id });
  }
  return { from, queued: held.length };
}
