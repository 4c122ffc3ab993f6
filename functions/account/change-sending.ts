import {
  type AccountUpdate,
  isAccountReason,
  sendingOf,
} from "../../shared/whatsapp/reading/account-update.ts";
import { listNewerSubjects } from "./account-events.ts";
import { updateOutlet } from "../../shared/outlets/queries/outlets.ts";
import type { Outlet } from "../../shared/db/schema.d.ts";
import { pauseOutlet, resumeOutlet } from "../../shared/outlets/outlet-health.ts";
import type { Place } from "./place.ts";
import { numberOf } from "./outlets-of-number.ts";

type Stop = Extract<AccountUpdate, { kind: "sending-stopped" }>;

/** Holds what is to be sent through the outlets: Meta would refuse it. What is over by now is not begun. */
export async function stopSending(place: Place, { reason, message, until }: Stop): Promise<string> {
  const { trx, tenantId, now } = place;
  if (until !== undefined && until <= now) return "over";
  let paused = 0;
  for (const outlet of await listStill(place)) {
    const { id: outletId, status, status_reason: before, access_token_ciphertext: ciphertext } = outlet;
    if (status === "paused" && isAccountReason(before)) {
      await updateOutlet(trx, outletId, {
        status_reason: reason,
        status_message: message,
        paused_until: until ?? null,
      });
      paused += 1;
    } else if (ciphertext !== null) {
      const isPaused = await pauseOutlet(trx, {
        tenantId,
        outletId,
        problem: { reason, message },
        until,
        refused: { ciphertext },
      });
      if (isPaused) paused += 1;
    }
  }
  return paused > 0 ? "paused" : "not-active";
}

/** What such news had paused goes on. */
export async function restoreSending(place: Place): Promise<string> {
  let resumed = 0;
  for (const outlet of await listStill(place)) {
    if (outlet.status !== "paused" || !isAccountReason(outlet.status_reason)) continue;
    await resumeOutlet(place, outlet.id);
    resumed += 1;
  }
  return resumed > 0 ? "resumed" : "not-paused";
}

/** Of the outlets those of whose own number nothing newer was told. */
async function listStill({ trx, businessAccountId, outlets, at }: Place): Promise<Outlet[]> {
  const newer = await listNewerSubjects(trx, {
    businessAccountId,
    field: "account_update",
    occurredAt: at,
    subjects: outlets.map((outlet) => sendingOf(numberOf(outlet))),
  });
  return outlets.filter((outlet) => !newer.has(sendingOf(numberOf(outlet))));
}
