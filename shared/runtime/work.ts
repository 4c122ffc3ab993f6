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

/** One unit of work: a transaction in a tenant's scope, with what its steps need of their surroundings. */
export type Work = {
  readonly trx: TenantTransaction;
  readonly emit: Emit;
  readonly tenantId: string;
  /** When the work began: every step of it happens at this time. */
  readonly now: Date;
  readonly log: Log;
};

/** What a unit of work is made of. */
export type Outside = { db: Kysely<Database>; bus: Bus; log: Log; now(): Date };

/**
 * Runs `work` in one transaction in the tenant's scope. Events that it emits are stored in the outbox by the
 * same transaction, published right after the commit, then removed. What a crash or an outage of Pub/Sub
 * leaves in the outbox is published by `maintenance`; so an event may be published twice, and never not at all.
 */
export async function inWork<Result>(
  outside: Outside,
  tenantId: string,
  { actor, ...cause }: Cause & { actor?: Actor },
  work: (work: Work) => Promise<Result>,
): Promise<Result> {
  const events: Envelope[] = [];
  const emit: Emit = (name, data) => {
    events.push(newEvent(name, data, { ...cause, tenantId }) as unknown as Envelope);
  };
  const act = async (trx: TenantTransaction) => {
    const value = await work({ trx, emit, tenantId, now: outside.now(), log: outside.log });
    if (events.length > 0) await insertOutbox(trx, events.map(toOutboxRow));
    return value;
  };
  const result = await inTenant(databaseOf(outside, tenantId), tenantId, act, actor);
  if (events.length > 0) await publishCommitted(outside, tenantId, events);
  return result;
}

/**
 * The database that holds the tenant: the one door to it. There is one instance, so the answer is the same for all;
 * tenants that are placed on several would differ here and nowhere else.
 */
function databaseOf({ db }: Pick<Outside, "db">, _tenantId: string): Kysely<Database> {
  return db;
}

/** Publishes what the tenant's outbox holds since a commit of the caller's own, then forgets it. Never rejects. */
export async function publishCommitted(
  { db, bus, log }: Pick<Outside, "db" | "bus" | "log">,
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
