import type { EventOf } from "../../shared/contracts/topics.ts";
import { toGraphMessage } from "../../shared/whatsapp/building/to-graph-message.ts";
import { inWork } from "../../shared/runtime/work.ts";
import { Retry } from "../../shared/runtime/errors.ts";
import type { EventContext, Outcome } from "../../shared/runtime/on-event.ts";
import { type Claim, claim } from "./claim.ts";
import { recordOutcome } from "./record-outcome.ts";
import type { Recorded } from "./recorded.ts";
import { uploadMedia } from "./upload-media.ts";
import type { SenderServices } from "./services.ts";

/** A conversation with more than these before the event's own message goes on with the next delivery. */
const sendsAtOnce = 20;

/**
 * After so many deliveries the event is done with, before it becomes a dead letter: the message stays queued, and
 * `maintenance` queues it anew when its time has come.
 */
const patience = 15;

/**
 * Sends a stored message at most once, after those of its conversation that were written before it. The claim is
 * committed before the call, so that whatever dies in between leaves a trace: such a send is never repeated blindly,
 * its status webhook tells what became of it.
 */
export async function handle(
  event: EventOf<"message.queued">,
  services: SenderServices,
  { attempt }: EventContext,
): Promise<Outcome> {
  const { tenantId } = event;
  const { messageId: wantedId } = event.data;
  for (let sends = 0; sends < sendsAtOnce; sends += 1) {
    const claimed = await inWork(services, tenantId, event, async (work) =>
      claim(work, services, tenantId, wantedId),
    );
    if (claimed.kind === "later") return wait(claimed.code, claimed.reason, attempt);
    if (claimed.kind === "nothing") {
      if (claimed.messageId === wantedId || claimed.outcome.outcome === "held") return claimed.outcome;
      continue;
    }
    const recorded = await send(claimed, event, tenantId, services);
    if (recorded.retry !== undefined)
      return wait(recorded.retry, "WhatsApp did not take the message for now", attempt);
    if (claimed.messageId === wantedId || recorded.outcome.outcome === "held") return recorded.outcome;
  }
  return wait("more-before", "more messages were written before this one", attempt);
}

function wait(code: string, reason: string, attempt: number): Outcome {
  if (attempt < patience) throw new Retry(code, reason);
  return { outcome: "deferred", code };
}

async function send(
  claimed: Extract<Claim, { kind: "claimed" }>,
  event: EventOf<"message.queued">,
  tenantId: string,
  services: SenderServices,
): Promise<Recorded> {
  const { message, access, attemptId, outletId } = claimed;
  const uploaded = await uploadMedia(message, access, services);
  const sent =
    uploaded.kind === "ready"
      ? await services.whatsapp.sendMessage({
          ...access,
          to: claimed.to,
          message: toGraphMessage(uploaded.message),
          callbackData: attemptId,
          contextMessageId: claimed.contextWamid,
        })
      : uploaded;
  const recorded = await inWork(services, tenantId, event, async (work) =>
    recordOutcome(work, claimed, sent, services.now()),
  );
  if (recorded.paused !== undefined)
    services.log.error("an outlet was paused", { tenantId, outletId, reason: recorded.paused });
  return recorded;
}
