import { type Envelope, envelopeSchema } from "../../shared/contracts/envelope.ts";
import { lockClaimedLetters, markLettersReplayed } from "../../shared/outlets/queries/unclaimed-letters.ts";
import { asTime, property } from "../../shared/contracts/loose-json.ts";
import type { MaintenanceServices } from "./services.ts";

const batchSize = 500;
const batchesAtOnce = 20;

/**
 * Has what came for a number or an account that nobody had proven handled, now that somebody has; how many events. They
 * go back to their topics in the order in which they were written, and messages of a number are handled in it. One that
 * Pub/Sub does not take stays for the next run; then this throws in the end.
 */
export async function handleUnclaimed({
  platformDb,
  bus,
}: Pick<MaintenanceServices, "platformDb" | "bus">): Promise<number> {
  let handled = 0;
  for (let batch = 0; batch < batchesAtOnce; batch += 1) {
    const { found, taken, errors } = await platformDb.transaction().execute(async (trx) => {
      const letters = await lockClaimedLetters(trx, batchSize);
      const events = letters
        .map(({ id, payload }) => ({ id, event: waited(payload) }))
        .toSorted((a, b) => writtenAt(a.event) - writtenAt(b.event));
      const outcomes = await Promise.allSettled(events.map(async ({ event }) => bus.publish([event])));
      const ids = events
        .filter((_event, index) => outcomes[index]?.status === "fulfilled")
        .map(({ id }) => id);
      await markLettersReplayed(trx, ids);
      return {
        found: letters.length,
        taken: ids.length,
        errors: outcomes.flatMap((outcome): unknown[] =>
          outcome.status === "rejected" ? [outcome.reason] : [],
        ),
      };
    });
    handled += taken;
    if (errors.length > 0) throw new AggregateError(errors, "Pub/Sub did not take every event");
    if (found < batchSize) break;
  }
  return handled;
}

/** The event as it came. A message says that it waited: such ones of a number are handled one after the other. */
function waited(payload: unknown): Envelope {
  const event = envelopeSchema.parse(payload);
  if (event.topic !== "message.received") return event;
  return { ...event, data: { ...(event.data as object), hasWaited: true } };
}

/** Meta's time of the item, else when it came here. */
function writtenAt({ data, occurredAt }: Envelope): number {
  const item = property(data, "message") ?? property(data, "status");
  return (asTime(property(item, "timestamp")) ?? new Date(occurredAt)).getTime();
}
