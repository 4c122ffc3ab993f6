import { isWhatsAppReason } from "../../shared/domain/whatsapp/outlet-problem.ts";
import { recordAudit } from "../../shared/db/audit-log.ts";
import { type DueOutlet, listDueOutlets, recordCheck } from "../../shared/db/outlet-health.ts";
import { getOutletCredentials } from "../../shared/db/outlet-credentials.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { commitAndPublish } from "../../shared/runtime/commit-and-publish.ts";
import { readToken } from "../../shared/runtime/outlet-access.ts";
import {
  checkOutlet,
  type OutletHealth,
  pauseOutlet,
  resumeOutlet,
  unreachable,
} from "../../shared/runtime/outlet-health.ts";
import type { Services } from "../../shared/runtime/services.ts";
import { tellPauses } from "./tell-pauses.ts";

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
export async function probeOutlets(services: Services<"maintenance">): Promise<Counts> {
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

async function probe(outlet: DueOutlet, services: Services<"maintenance">): Promise<Checked> {
  const { id, tenantId } = outlet;
  // Somebody's own decision is not ours to undo.
  if (outlet.status === "paused" && !isWhatsAppReason(outlet.statusReason)) return "skipped";
  const { db, tokens, whatsapp, log } = services;
  const token = await inTenant(db, tenantId, async (trx) => readToken(trx, tokens, tenantId, id));
  if (token === undefined) return "skipped";
  const health = await checkOutlet(whatsapp, token);
  const checked = await record(outlet, token.ciphertext, health, services);
  if (checked === "paused" && health.status === "unverified") {
    log.error("an outlet was paused", { tenantId, outletId: id, reason: health.reason });
  }
  return checked;
}

async function record(
  { id: outletId, tenantId, status }: DueOutlet,
  ciphertext: Buffer,
  health: OutletHealth,
  services: Services<"maintenance">,
): Promise<Checked> {
  if (health.status === "unverified" && health.reason === unreachable) return "unknown";
  return commitAndPublish(services, tenantId, {}, async (trx, emit) => {
    const current = await getOutletCredentials(trx, outletId);
    // Somebody has changed the outlet while WhatsApp was asked, and has had that checked.
    if (current.status !== status || !current.ciphertext?.equals(ciphertext)) return "skipped";
    if (health.status === "unverified") {
      await recordCheck(trx, outletId, services.now());
      if (status !== "active") return "failing";
      return (await pauseOutlet(trx, { tenantId, outletId, problem: health, refused: { ciphertext } }))
        ? "paused"
        : "skipped";
    }
    await recordCheck(trx, outletId, services.now(), health);
    if (status === "active") return "healthy";
    const { from } = await resumeOutlet(trx, emit, outletId);
    if (from !== "paused" && from !== "unverified") return "healthy";
    await recordAudit(trx, tenantId, {
      action: "outlet.resumed",
      subjectType: "outlet",
      subjectId: outletId,
      before: { status: from },
      after: { status: "active" },
    });
    return "resumed";
  });
}
