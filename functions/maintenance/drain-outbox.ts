import type { Transaction } from "kysely";
import { envelopeSchema } from "../../shared/contracts/envelope.ts";
import { deleteOutbox, listDueOutbox, oldestOutboxAgeMs } from "../../shared/db/outbox.ts";
import type { Database } from "../../shared/db/schema.d.ts";
import type { MaintenanceServices } from "./services.ts";

/** Younger events are still their own function's to publish. */
const graceMs = 10_000;
const batchSize = 200;

/**
 * Publishes events whose function died, or whose Pub/Sub was away, between its commit and its publish; oldest first.
 * Rows stay locked until Pub/Sub has taken their events, and go with the same commit: an event is published at least
 * once, and twice when that commit fails. One that Pub/Sub does not take stays and does not hold up the others; then
 * this throws in the end.
 */
export async function drainOutbox({
  platformDb,
  bus,
  log,
}: Pick<MaintenanceServices, "platformDb" | "bus" | "log">): Promise<{ published: number }> {
  const oldestMs = await oldestOutboxAgeMs(platformDb);
  // Told before it is tried, so that an age which no run brings down is seen to grow.
  if (oldestMs > graceMs) log.warn("events wait in the outbox", { job: "drain-outbox", oldestMs });
  let published = 0;
  for (;;) {
    const batch = await platformDb.transaction().execute(async (trx) => drainBatch(trx, bus));
    published += batch.published;
    if (batch.errors.length > 0) throw new AggregateError(batch.errors, "Pub/Sub did not take every event");
    if (batch.published < batchSize) return { published };
  }
}

async function drainBatch(
  trx: Transaction<Database>,
  bus: MaintenanceServices["bus"],
): Promise<{ published: number; errors: unknown[] }> {
  const due = await listDueOutbox(trx, { olderThanMs: graceMs, limit: batchSize });
  const outcomes = await Promise.allSettled(
    due.map(async ({ envelope }) => bus.publish([envelopeSchema.parse(envelope)])),
  );
  const taken = due.filter((_event, index) => outcomes[index]?.status === "fulfilled");
  await deleteOutbox(
    trx,
    taken.map(({ id }) => id),
  );
  const errors = outcomes.flatMap((outcome): unknown[] =>
    outcome.status === "rejected" ? [outcome.reason] : [],
  );
  return { published: taken.length, errors };
}
