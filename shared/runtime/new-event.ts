import { randomUUID } from "node:crypto";
import type { Envelope } from "../contracts/envelope.ts";
import { type DataOf, type EventOf, type TopicName, topics } from "../contracts/topics.ts";

/** What an event comes from: the event that is being handled, or the request that began the chain. */
export type Cause = Partial<Pick<Envelope, "id" | "correlationId" | "traceparent" | "tenantId">>;

/** A new event, in the chain of its cause: same correlation, same trace, same tenant unless it says otherwise. */
export function newEvent<Name extends TopicName>(
  name: Name,
  data: DataOf<Name>,
  cause: Cause,
): EventOf<Name> {
  const id = randomUUID();
  return {
    id,
    topic: name,
    version: topics[name].version,
    ...(cause.tenantId === undefined ? {} : { tenantId: cause.tenantId }),
    occurredAt: new Date().toISOString(),
    correlationId: cause.correlationId ?? id,
    ...(cause.id === undefined ? {} : { causationId: cause.id }),
    traceparent: cause.traceparent ?? newTraceparent(),
    data,
  } as EventOf<Name>;
}

/** The caller's trace when it sent one of the right form, else a new one. */
export function traceparentOf(header: string | undefined): string {
  return header !== undefined && /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/.test(header)
    ? header
    : newTraceparent();
}

/** Made of UUIDs, for Node draws those from a pool: a tenth of what random bytes cost. */
function newTraceparent(): string {
  const traceId = randomUUID().replaceAll("-", "");
  const spanId = randomUUID().replaceAll("-", "").slice(0, 16);
  return `00-${traceId}-${spanId}-01`;
}
