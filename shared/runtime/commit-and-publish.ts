import type { Kysely } from "kysely";
import type { Bus } from "./bus.ts";
import { orderingKeyOf } from "./bus.ts";
import type { Envelope } from "../contracts/envelope.ts";
import type { DataOf, TopicName } from "../contracts/topics.ts";
import { insertOutbox } from "../db/outbox.ts";
import type { Database } from "../db/schema.d.ts";
import { type Actor, inTenant, type TenantTransaction } from "../db/tenant-scope.ts";
import { forgetPublished } from "./forget-published.ts";
import type { Log } from "./log.ts";
import { type Cause, newEvent } from "./new-event.ts";

/** Emits an event with the transaction: it is published if, and only if, the transaction commits. */
export type Emit = <Name extends TopicName>(name: Name, data: DataOf<Name>) => void;

type Outside = { db: Kysely<Database>; bus: Bus; log: Log };

/**
 * Runs `work` in one transaction in the tenant's scope. Events that it emits are stored in the outbox by the
 * same transaction, published right after the commit, then removed. What a crash or an outage of Pub/Sub
 * leaves in the outbox is published by `maintenance`; so an event may be published twice, and never not at all.
 */
export async function commitAndPublish<Result>(
  { db, bus, log }: Outside,
  tenantId: string,
  { actor, ...cause }: Cause & { actor?: Actor },
  work: (trx: TenantTransaction, emit: Emit) => Promise<Result>,
): Promise<Result> {
  const events: Envelope[] = [];
  const result = await inTenant(
    db,
    tenantId,
    async (trx) => {
      const value = await work(trx, (name, data) =>
        events.push(newEvent(name, data, { ...cause, tenantId }) as unknown as Envelope),
      );
      if (events.length > 0) await insertOutbox(trx, events.map(toOutboxRow));
      return value;
    },
    actor,
  );
  if (events.length > 0) await publishCommitted({ db, bus, log }, tenantId, events);
  return result;
}

/** Publishes what the tenant's outbox holds since a commit of the caller's own, then forgets it. Never rejects. */
export async function publishCommitted(
  { db, bus, log }: Outside,
  tenantId: string,
  events: Envelope[],
): Promise<void> {
  try {
    await bus.publish(events);
    await forgetPublished(db, { tenantId, ids: events.map((event) => event.id) });
  } catch (error) {
    // The work is committed: failing now would only repeat it. The outbox still holds the events.
    log.warn("events stay in the outbox", { tenantId, events: events.length, error });
  }
}

/** The event as `insertOutbox` takes it. */
export function toOutboxRow(event: Envelope) {
  const orderingKey = orderingKeyOf(event);
  return {
    id: event.id,
    tenantId: event.tenantId ?? "",
    topic: event.topic,
    ...(orderingKey === undefined ? {} : { orderingKey }),
    envelope: event,
  };
}
