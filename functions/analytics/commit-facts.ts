import type { NotStored } from "../../shared/analytics/warehouse.ts";
import type { AnalyticsTopic } from "../../shared/contracts/tables.ts";
import { inSeveralTenants } from "../../shared/db/in-several-tenants.ts";
import { findMessageFacts, type MessageFacts } from "./message-facts.ts";
import { findHomes, isSameNumber } from "../../shared/outlets/queries/outlet-homes.ts";
import { findTenant } from "../../shared/tenants/queries/tenants.ts";
import type { TenantTransaction } from "../../shared/db/tenant-scope.ts";
import { type FactOfEvent, toRow } from "./to-row.ts";
import { type AnalyticsServices } from "./services.ts";

export type Appended = { kind: "appended" } | { kind: "tenant-gone" } | { kind: "moved-away" } | NotStored;

/** What the database knows of the tenants of a group. */
type Known = { present: Set<string>; movedAway: Set<FactOfEvent>; messages: Map<string, MessageFacts> };

/** Appends a group of facts, a request for each table. What became of each stands in its place. */
export async function commitFacts(
  services: Pick<AnalyticsServices, "db" | "warehouse" | "now">,
  facts: readonly FactOfEvent[],
): Promise<Appended[]> {
  const known = await lookUp(services, facts);
  const outcomes = facts.map((fact): Appended => {
    if (known.movedAway.has(fact)) return { kind: "moved-away" };
    return { kind: known.present.has(fact.tenantId) ? "appended" : "tenant-gone" };
  });
  const places = [...facts.keys()].filter((index) => outcomes[index]?.kind === "appended");
  const byTopic = Map.groupBy(places, (index) => (facts[index] as FactOfEvent).event.topic);
  await Promise.all(
    [...byTopic].map(async ([topic, own]) => {
      const rows = own.map((index) => toRow(complete(facts[index] as FactOfEvent, known), services.now()));
      for (const [place, why] of await append(services, topic, rows)) outcomes[own[place] as number] = why;
    }),
  );
  return outcomes;
}

/** Where it is not known what was stored, all of it comes again. */
async function append(
  { warehouse }: Pick<AnalyticsServices, "warehouse">,
  topic: AnalyticsTopic,
  rows: ReturnType<typeof toRow>[],
): Promise<Map<number, NotStored>> {
  try {
    return await warehouse.append(topic, rows);
  } catch (error) {
    const reason = `BigQuery did not take it: ${error instanceof Error ? error.message : String(error)}`;
    return new Map([...rows.keys()].map((place) => [place, { kind: "not-now", reason }]));
  }
}

/** A tenant whose erasure was asked for gets no new rows, so that its erasure is the end of it. */
async function lookUp({ db }: Pick<AnalyticsServices, "db">, facts: readonly FactOfEvent[]): Promise<Known> {
  const known: Known = { present: new Set(), movedAway: new Set(), messages: new Map() };
  await inSeveralTenants(db, async ({ enter }) => {
    for (const [tenantId, own] of Map.groupBy(facts, (fact) => fact.tenantId)) {
      const trx = await enter(tenantId);
      for (const fact of await listMoved(trx, own)) known.movedAway.add(fact);
      const tenant = await findTenant(trx);
      if (tenant === undefined || tenant.status === "erasing") continue;
      known.present.add(tenantId);
      const queued = own.flatMap(({ event }) =>
        event.topic === "message.queued" ? [event.data.messageId] : [],
      );
      if (queued.length === 0) continue;
      for (const [id, message] of await findMessageFacts(trx, queued)) known.messages.set(id, message);
    }
  });
  return known;
}

async function listMoved(trx: TenantTransaction, own: readonly FactOfEvent[]): Promise<FactOfEvent[]> {
  const outletIds = own.flatMap(({ home }) => (home === undefined ? [] : [home.outletId]));
  if (outletIds.length === 0) return [];
  const homes = await findHomes(trx, outletIds);
  return own.filter(({ home }) => home !== undefined && !isSameNumber(homes.get(home.outletId), home));
}

function complete(given: FactOfEvent, { messages }: Known): FactOfEvent {
  if (given.event.topic !== "message.queued") return given;
  return {
    ...given,
    fact: { ...given.fact, ...messages.get(given.event.data.messageId) } as FactOfEvent["fact"],
  };
}
