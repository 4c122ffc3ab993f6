import { envelopeSchema } from "../../shared/contracts/envelope.ts";
import { deleteOutbox, listDueOutbox } from "../../shared/db/outbox.ts";
import type { Services } from "../../shared/runtime/services.ts";

/** Younger events are still their own function's to publish. */
const graceMs = 10_000;
const batchSize = 200;

/**
 * Publishes events whose function died, or whose Pub/Sub was away, between its commit and its publish; oldest first.
 * Rows stay locked until Pub/Sub has taken their events, and go with the same commit.
 */
export async function drainOutbox({
  platformDb,
  bus,
}: Pick<Services<"maintenance">, "platformDb" | "bus">): Promise<{ published: number }> {
  let published = 0;
  for (;;) {
    const count = await platformDb.transaction().execute(async (trx) => {
      const due = await listDueOutbox(trx, { olderThanMs: graceMs, limit: batchSize });
      if (due.length === 0) return 0;
      await bus.publish(due.map(({ envelope }) => envelopeSchema.parse(envelope)));
      await deleteOutbox(trx, due.map(({ id }) => id));
      return due.length;
    });
    published += count;
    if (count < batchSize) return { published };
  }
}
