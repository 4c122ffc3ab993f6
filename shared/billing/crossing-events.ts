import type { EventOf } from "../contracts/topics.ts";
import type { Crossing } from "./queries/crossings.ts";
import type { Emit } from "../runtime/work.ts";
import { type Cause, newEvent } from "../runtime/new-event.ts";

/** An event for each crossing that is to be told. */
export function crossingEvents(crossings: readonly Crossing[], cause: Cause): EventOf<"quota.crossed">[] {
  return crossings.map((crossing) => newEvent("quota.crossed", dataOf(crossing), cause));
}

/** The same, with the transaction that found them. */
export function emitCrossings(emit: Emit, crossings: readonly Crossing[]): void {
  for (const crossing of crossings) emit("quota.crossed", dataOf(crossing));
}

function dataOf({ id, allowance, state, thresholdPercent, periodStart }: Crossing) {
  return { meter: allowance, state, thresholdPercent, periodStart, crossingId: id };
}
