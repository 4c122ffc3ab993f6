import { setTimeout as sleep } from "node:timers/promises";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { loadOutletAccess } from "../../shared/outlets/outlet-access.ts";
import type { Situation } from "./load-situation.ts";
import { type ResponderServices } from "./services.ts";

/** An answer waits for it no longer than this. */
const typingTimeoutMs = 3_000;

/** WhatsApp shows it for 25 seconds. */
const renewAfterMs = 20_000;

/**
 * Marks the customer's message as read and shows that an answer is being written, again and again until `answered`
 * aborts. A courtesy: it never fails.
 */
export async function showTyping(
  tenantId: string,
  { trigger }: Situation,
  { db, tokens, whatsapp, log }: Pick<ResponderServices, "db" | "tokens" | "whatsapp" | "log">,
  answered: AbortSignal,
  everyMs = renewAfterMs,
): Promise<void> {
  if (trigger.wamid === null) return;
  try {
    const access = await inTenant(db, tenantId, async (trx) =>
      loadOutletAccess(trx, tokens, tenantId, trigger.outlet_id),
    );
    if (access.kind === "held") return;
    do {
      const signal = AbortSignal.timeout(typingTimeoutMs);
      await whatsapp.markRead({ ...access, messageId: trigger.wamid, typing: true, signal });
    } while (await passes(everyMs, answered));
  } catch (error) {
    log.warn("typing could not be shown", { tenantId, error });
  }
}

/** Whether the time went by before the signal. */
async function passes(timeMs: number, signal: AbortSignal): Promise<boolean> {
  try {
    await sleep(timeMs, undefined, { signal });
    return true;
  } catch {
    return false;
  }
}
