import { setTimeout as sleep } from "node:timers/promises";
import type { EventOf } from "../../shared/contracts/topics.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { inWork } from "../../shared/runtime/work.ts";
import { Retry } from "../../shared/runtime/errors.ts";
import type { EventContext, Outcome } from "../../shared/runtime/on-event.ts";
import type { Answered } from "../../shared/answers/answered.ts";
import { leaveAlone } from "./leave-alone.ts";
import { loadSituation, type Situation, type Unheard } from "./load-situation.ts";
import { transcribeVoice } from "./transcribe-voice.ts";
import { meterUnfinished } from "./meter-unfinished.ts";
import { technicalReply, writeReply } from "./write-reply.ts";
import { showTyping } from "./show-typing.ts";
import { stopForQuota } from "./stop-for-quota.ts";
import { changedMeanwhile, storeReply } from "./store-reply.ts";
import type { ResponderServices } from "./services.ts";

/** After so many failures of the model or the search a human takes over: a customer is never left without a word. */
const answerAttempts = 4;

/** Waits out the burst, writes one answer to all that the customer asked, and stores it to be sent. */
export async function handle(
  event: EventOf<"reply.requested">,
  services: ResponderServices,
  context: EventContext,
): Promise<Outcome> {
  const { tenantId } = event;
  await waitOutBurst(Date.parse(event.data.receivedAt), services);

  const load = async () =>
    inTenant(services.db, tenantId, async (trx) => loadSituation(trx, event.data, services));
  let situation = await load();
  if (situation.kind === "unheard") {
    await hear(event, tenantId, situation, services, context);
    situation = await load();
  }
  if (situation.kind === "unheard") throw new Retry("not-heard-yet", "another voice message came meanwhile");
  if (situation.kind === "nothing") return { outcome: situation.reason };
  if (situation.kind === "stopped") {
    return inWork(services, tenantId, event, async (work) => stopForQuota(work, situation, services.now()));
  }
  if (situation.kind === "looping") {
    return inWork(services, tenantId, event, async (work) => leaveAlone(work, situation));
  }
  const answered = new AbortController();
  const [written] = await Promise.allSettled([
    replyOrHandOver(event, situation, services, context).finally(() => answered.abort()),
    showTyping(tenantId, situation, services, answered.signal),
  ]);
  // Both are awaited first, also after a failure: an instance may stand still once it has answered.
  if (written.status === "rejected") throw written.reason;
  const reply = written.value;
  const outcome = await inWork(services, tenantId, event, async (work) =>
    storeReply(work, situation, reply, services.now()),
  );
  if (outcome.outcome === changedMeanwhile)
    throw new Retry(changedMeanwhile, "the question changed while it was being answered");
  return outcome;
}

async function hear(
  event: EventOf<"reply.requested">,
  tenantId: string,
  unheard: Unheard,
  services: ResponderServices,
  { attempt }: EventContext,
): Promise<void> {
  try {
    const isLastAttempt = attempt >= answerAttempts;
    await transcribeVoice({ ...event, tenantId }, unheard, services, { isLastAttempt });
  } catch (error) {
    throw new Retry("not-heard-yet", "the voice message could not be written down", { cause: error });
  }
}

/** Counted from the message's arrival, so that a second line of a burst does not wait all over again. */
async function waitOutBurst(receivedAt: number, services: ResponderServices): Promise<void> {
  const { config } = services;
  const leftMs = receivedAt + config.REPLY_BURST_WAIT_MS - services.now().getTime();
  if (leftMs > 0) await sleep(Math.min(leftMs, config.REPLY_BURST_WAIT_MS));
}

async function replyOrHandOver(
  event: EventOf<"reply.requested">,
  situation: Situation,
  services: ResponderServices,
  { attempt }: EventContext,
): Promise<Answered> {
  const { tenantId } = event;
  try {
    return await writeReply(tenantId, situation, services);
  } catch (error) {
    await meterUnfinished(services, tenantId, event, situation, error);
    if (attempt < answerAttempts)
      throw new Retry("no-answer-yet", "the answer could not be written", { cause: error });
    services.log.error("a human takes over, the answer could not be written", { tenantId, error });
    return technicalReply(situation);
  }
}
