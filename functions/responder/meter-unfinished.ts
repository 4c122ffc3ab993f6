import { randomUUID } from "node:crypto";
import { inWork } from "../../shared/runtime/work.ts";
import { meterTokens } from "../../shared/answers/meter-tokens.ts";
import type { Cause } from "../../shared/runtime/new-event.ts";
import { UnfinishedAnswer } from "../../shared/answers/unfinished-answer.ts";
import type { Situation } from "./load-situation.ts";
import type { ResponderServices } from "./services.ts";

/** Counts what an attempt took that brought no answer, before the next takes tokens of its own. */
export async function meterUnfinished(
  services: ResponderServices,
  tenantId: string,
  cause: Cause,
  { trigger }: Situation,
  error: unknown,
): Promise<void> {
  if (!(error instanceof UnfinishedAnswer)) return;
  const { tokens } = error;
  if (tokens.in + tokens.out + tokens.embedding === 0) return;
  const subjectId = `${trigger.id}/${randomUUID()}`;
  await inWork(services, tenantId, cause, async (work) =>
    meterTokens(work, { tokens, subjectId, outletId: trigger.outlet_id, at: services.now() }),
  );
}
