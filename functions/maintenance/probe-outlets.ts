import { Unopenable } from "../../shared/tenants/secrets/unopenable.ts";
import { isWhatsAppReason, numberTaken, tokenUnreadable } from "../../shared/outlets/rules/outlet-problem.ts";
import { recordAudit } from "../../shared/tenants/queries/audit-log.ts";
import { type DueOutlet, listDueOutlets, recordCheck } from "../../shared/outlets/queries/outlet-health.ts";
import { updateOutlet } from "../../shared/outlets/queries/outlets.ts";
import { getOutletCredentials } from "../../shared/outlets/queries/outlet-credentials.ts";
import { inTenant, type TenantTransaction } from "../../shared/db/tenant-scope.ts";
import { checkRival, type RivalCheck } from "../../shared/outlets/check-rival.ts";
import { inWork } from "../../shared/runtime/work.ts";
import { subscribeAgain } from "../../shared/outlets/end-subscription.ts";
import { readToken } from "../../shared/outlets/outlet-access.ts";
import {
  checkOutlet,
  type OutletHealth,
  pauseOutlet,
  resumeOutlet,
  unreachable,
} from "../../shared/outlets/outlet-health.ts";
import { tellPauses } from "./tell-pauses.ts";
import { takeNumber } from "../../shared/outlets/take-number.ts";
import type { MaintenanceServices } from "./services.ts";

/** One that does not send is asked for more often, so that it goes on soon after it was mended at Meta's end. */
const heldCheckAfterMs = 60 * 60_000;
const batchSize = 500;
const atOnce = 4;

type Counts = Record<Checked, number> & { told: number };

type Checked = "healthy" | "paused" | "resumed" | "failing" | "unknown" | "skipped";

/**
 * Asks WhatsApp of outlets that nobody has asked of for a while. One whose token does not work any more is paused,
 * which is told in the log and the audit log, and holds its messages; one that works again sends what it held. While
 * WhatsApp does not answer nothing changes. Admins are told of outlets that were paused, by this or by a send.
 */
export async function probeOutlets(services: MaintenanceServices): Promise<Counts> {
  const now = services.now().getTime();
  const due = await listDueOutlets(services.platformDb, {
    activeBefore: new Date(now - services.config.OUTLET_CHECK_AFTER_MS),
    heldBefore: new Date(now - heldCheckAfterMs),
    limit: batchSize,
  });
  const counts: Counts = {
    healthy: 0,
    paused: 0,
    resumed: 0,
    failing: 0,
    unknown: 0,
    skipped: 0,
    told: 0,
  };
  const waiting = due.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const outlet of waiting) counts[await probe(outlet, services)] += 1;
    }),
  );
  counts.told = await tellPauses(services);
  return counts;
}

async function probe(outlet: DueOutlet, services: MaintenanceServices): Promise<Checked> {
  const { id, tenantId } = outlet;
  // Somebody's own decision is not ours to undo.
  if (outlet.status === "paused" && !isWhatsAppReason(outlet.statusReason)) return "skipped";
  const { db, tokens, whatsapp, log } = services;
  const read = await inTenant(db, tenantId, async (trx) => readStored(trx, tokens, tenantId, id));
  if (read === undefined) return "skipped";
  const { ciphertext, token } = read;
  const asked = token === undefined ? unreadable : await checkOutlet(whatsapp, token);
  const rival =
    asked.status === "active" && token !== undefined ? await rivalOf(outlet, token, services) : none;
  const health = rival.kind === "none" || rival.kind === "lost" ? asked : rivalProblem(rival.kind);
  const checked = await record(outlet, ciphertext, { health, rival, token }, services);
  if (checked === "resumed" && token !== undefined) await subscribeAgain(services, { tenantId, ...token });
  if (checked === "paused" && health.status === "unverified") {
    log.error("an outlet was paused", { tenantId, outletId: id, reason: health.reason });
  }
  return checked;
}

type Token = NonNullable<Awaited<ReturnType<typeof readToken>>>;

/** The token as it is stored, and what it opens, unless nothing opens it. */
async function readStored(
  trx: TenantTransaction,
  tokens: MaintenanceServices["tokens"],
  tenantId: string,
  outletId: string,
): Promise<{ ciphertext: Buffer; token: Token | undefined } | undefined> {
  const { ciphertext } = await getOutletCredentials(trx, outletId);
  if (ciphertext === null) return undefined;
  try {
    const token = await readToken(trx, tokens, tenantId, outletId);
    return token === undefined ? undefined : { ciphertext: token.ciphertext, token };
  } catch (error) {
    if (error instanceof Unopenable) return { ciphertext, token: undefined };
    throw error;
  }
}

const unreadable = { status: "unverified", ...tokenUnreadable } as const;
const none = { kind: "none" } as const;

/** One that has its number proves it anew; only for another can somebody else have it. */
async function rivalOf(
  { tenantId, status }: DueOutlet,
  { phoneNumberId }: Token,
  services: MaintenanceServices,
): Promise<RivalCheck> {
  return status === "unverified" ? checkRival(services, { tenantId, phoneNumberId }) : none;
}

function rivalProblem(kind: "holds" | "unknown"): OutletHealth {
  if (kind === "holds") return { status: "unverified", ...numberTaken };
  return { status: "unverified", reason: unreachable, message: "" };
}

async function record(
  { id: outletId, tenantId, status }: DueOutlet,
  ciphertext: Buffer,
  { health, rival, token }: { health: OutletHealth; rival: RivalCheck; token: Token | undefined },
  services: MaintenanceServices,
): Promise<Checked> {
  if (health.status === "unverified" && health.reason === unreachable) return "unknown";
  return inWork(services, tenantId, {}, async (work) => {
    const current = await getOutletCredentials(work.trx, outletId);
    // Somebody has changed the outlet while WhatsApp was asked, and has had that checked.
    if (current.status !== status || !current.ciphertext?.equals(ciphertext)) return "skipped";
    if (health.status === "unverified") {
      await recordCheck(work.trx, outletId, services.now());
      if (status === "unverified")
        await updateOutlet(work.trx, outletId, {
          status_reason: health.reason,
          status_message: health.message,
        });
      if (status !== "active") return "failing";
      return (await pauseOutlet(work.trx, { tenantId, outletId, problem: health, refused: { ciphertext } }))
        ? "paused"
        : "skipped";
    }
    await recordCheck(work.trx, outletId, services.now(), health);
    if (status === "active" || token === undefined) return "healthy";
    await takeNumber(work.trx, tenantId, token, rival.kind === "lost" ? rival.rival : undefined);
    const { from } = await resumeOutlet(work, outletId);
    if (from !== "paused" && from !== "unverified") return "healthy";
    await recordAudit(work.trx, tenantId, {
      action: "outlet.resumed",
      subjectType: "outlet",
      subjectId: outletId,
      before: { status: from },
      after: { status: "active" },
    });
    return "resumed";
  });
}
