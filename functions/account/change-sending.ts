import { isAccountReason } from "../../shared/domain/whatsapp/account-update.ts";
import { lockOutlet } from "../../shared/db/outlets.ts";
import { pauseOutlet, resumeOutlet } from "../../shared/runtime/outlet-health.ts";
import type { Place } from "./apply-update.ts";

/** Holds what is to be sent through the account's outlets: Meta would refuse it. */
export async function stopSending(
  { trx, tenantId, outlets }: Place,
  problem: { reason: string; message: string },
): Promise<string> {
  let paused = 0;
  for (const { outletId } of outlets) {
    const outlet = await lockOutlet(trx, outletId);
    if (outlet?.access_token_ciphertext === null || outlet === undefined) continue;
    const isPaused = await pauseOutlet(trx, {
      tenantId,
      outletId,
      problem: { reason: problem.reason, message: problem.message },
      refused: { ciphertext: outlet.access_token_ciphertext },
      by: { type: "function", id: "account" },
    });
    if (isPaused) paused += 1;
  }
  return paused > 0 ? "paused" : "not-active";
}

/** What such news had paused goes on. */
export async function restoreSending({ trx, emit, outlets }: Place): Promise<string> {
  let resumed = 0;
  for (const { outletId } of outlets) {
    const outlet = await lockOutlet(trx, outletId);
    if (outlet?.status !== "paused" || !isAccountReason(outlet.status_reason)) continue;
    await resumeOutlet(trx, emit, outletId);
    resumed += 1;
  }
  return resumed > 0 ? "resumed" : "not-paused";
}
