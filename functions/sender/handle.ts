import type { EventOf } from "../../shared/contracts/topics.ts";
import { commitAndPublish } from "../../shared/runtime/commit-and-publish.ts";
import { Permanent, Retry } from "../../shared/runtime/errors.ts";
import type { EventContext, Outcome } from "../../shared/runtime/on-event.ts";
import type { Services } from "../../shared/runtime/services.ts";
import { claim } from "./claim.ts";
import { recordOutcome } from "./record-outcome.ts";

/**
 * Sends a stored message at most once. The claim is committed before the call, so that whatever dies in between
 * leaves a trace: such a send is never repeated blindly, its status webhook tells what became of it.
 */
export async function handle(
  event: EventOf<"message.queued">,
  services: Services<"sender">,
  _context: EventContext,
): Promise<Outcome> {
  const { tenantId } = event;
  if (tenantId === undefined) throw new Permanent("no-tenant", "the event names no tenant");
  const claimed = await commitAndPublish(services, tenantId, event, async (trx, emit) =>
    claim(trx, emit, services, tenantId, event.data.messageId),
  );
  if (claimed.kind === "nothing") return claimed.outcome;
  if (claimed.kind === "later") throw new Retry(claimed.code, claimed.reason);

  const sent = await services.whatsapp.sendMessage({
    ...claimed.access,
    to: claimed.to,
    message: { type: "text", text: { body: claimed.body, preview_url: false } },
    callbackData: claimed.attemptId,
  });
  const recorded = await commitAndPublish(services, tenantId, event, async (trx, emit) =>
    recordOutcome(trx, emit, { ...claimed, messageId: event.data.messageId }, sent, services.now()),
  );
  if (recorded.refusedToken) services.lookups.forgetAccess(tenantId, claimed.outletId);
  if (recorded.paused !== undefined) {
    services.log.error("an outlet was paused", {
      tenantId,
      outletId: claimed.outletId,
      reason: recorded.paused,
    });
  }
  if (recorded.retry !== undefined)
    throw new Retry(recorded.retry, "WhatsApp did not take the message for now");
  return recorded.outcome;
}
