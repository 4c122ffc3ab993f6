import type { Row } from "../../shared/analytics/warehouse.ts";
import { type AnalyticsTopic, type Table, tables } from "../../shared/contracts/tables.ts";
import type { Topic } from "../../shared/contracts/topic.ts";
import { type EventOf, topics } from "../../shared/contracts/topics.ts";
import type { NamedNumber } from "../../shared/outlets/queries/outlet-homes.ts";
import { uuidOf } from "../../shared/runtime/uuid-of.ts";
import type { Fact } from "./to-fact.ts";

export type FactOfEvent = {
  event: EventOf<AnalyticsTopic>;
  tenantId: string;
  fact: Fact;
  /** The outlet that had the number when it was looked up, where the event came to a number. */
  home?: NamedNumber & { outletId: string };
};

/** The fact as its table's row; the same fact, told by another event or delivered again, has the same id. */
export function toRow({ event, tenantId, fact }: FactOfEvent, recordedAt: Date): Row {
  const id = factIdOf(event, tenantId);
  const common = {
    fact_id: id,
    tenant_id: tenantId,
    occurred_at: event.occurredAt,
    recorded_at: recordedAt.toISOString(),
    event_id: event.id,
    correlation_id: event.correlationId,
  };
  return { id, values: { ...common, ...fact } };
}

function factIdOf(event: EventOf<AnalyticsTopic>, tenantId: string): string {
  const { factBy }: Table = tables[event.topic];
  if (factBy === "event") return event.id;
  const { dedupeKey } = topics[event.topic] as Topic;
  return uuidOf(`${event.topic}/${tenantId}/${dedupeKey(event.data)}`);
}
