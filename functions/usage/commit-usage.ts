import type { Envelope } from "../../shared/contracts/envelope.ts";
import type { EventOf } from "../../shared/contracts/topics.ts";
import {
  type Counted,
  countUsage,
  type TenantBatch,
  type UsageEvent,
} from "../../shared/billing/queries/count-usage.ts";
import type { Crossing } from "../../shared/billing/queries/crossings.ts";
import { openPeriods } from "../../shared/billing/open-periods.ts";
import { applySettlements } from "../../shared/billing/settle.ts";
import { inSeveralTenants, type SeveralTenants } from "../../shared/db/in-several-tenants.ts";
import { insertOutbox } from "../../shared/db/outbox.ts";
import { publishCommitted, toOutboxRow } from "../../shared/runtime/work.ts";
import { crossingEvents } from "../../shared/billing/crossing-events.ts";
import type { UsageServices } from "./services.ts";

export type UsageRecorded = EventOf<"usage.recorded"> & { tenantId: string };
export type UsageOutcome = { outcome: "counted" | "duplicate" | "tenant-gone" | "unknown-outlet" };

/**
 * Counts a group of events, of several tenants, in one transaction; charges and tells what follows from it in the same.
 * Rejects, and nothing is counted, when any one cannot be.
 */
export async function commitUsage(
  services: Pick<UsageServices, "db" | "bus" | "log" | "now">,
  events: readonly UsageRecorded[],
): Promise<UsageOutcome[]> {
  const now = services.now();
  try {
    const { counted, gone, emitted } = await inSeveralTenants(services.db, async (tenants) =>
      countAndSettle(tenants, events, now),
    );
    for (const [tenantId, own] of emitted) await publishCommitted(services, tenantId, own);
    return events.map(({ id, tenantId }) => {
      if (gone.has(tenantId)) return { outcome: "tenant-gone" };
      return { outcome: counted.has(`${tenantId}/${id}`) ? "counted" : "duplicate" };
    });
  } catch (error) {
    if (events.length === 1 && hasCode(error, /^23503$/)) return [{ outcome: "unknown-outlet" }];
    throw error;
  }
}

async function countAndSettle(
  { trx, enter }: SeveralTenants,
  events: readonly UsageRecorded[],
  now: Date,
): Promise<{ counted: Set<string>; gone: Set<string>; emitted: Map<string, Envelope[]> }> {
  const batches = toBatches(events, now);
  const first = await countUsage(trx, batches, { now });
  const homeless = batches.flatMap(({ tenantId, events: own }) => {
    const ids = new Set(first.find((tenant) => tenant.tenantId === tenantId)?.homeless);
    return ids.size === 0 ? [] : [{ tenantId, events: own.filter(({ id }) => ids.has(id)) }];
  });
  for (const { tenantId } of homeless) await openPeriods(await enter(tenantId), now);
  const second = homeless.length === 0 ? [] : await countUsage(trx, homeless, { now, withoutPeriod: true });

  const all = [...first, ...second];
  const emitted = new Map<string, Envelope[]>();
  for (const [tenantId, crossings] of await settleAll(trx, all, now)) {
    if (crossings.length === 0) continue;
    const scoped = await enter(tenantId);
    const cause = events.find((event) => event.tenantId === tenantId) ?? {};
    const own = crossingEvents(crossings, { ...cause, tenantId });
    await insertOutbox(scoped, own.map(toOutboxRow));
    emitted.set(tenantId, own);
  }
  return {
    counted: new Set(all.flatMap(({ tenantId, counted }) => counted.map((id) => `${tenantId}/${id}`))),
    gone: new Set(all.filter(({ isKnown }) => !isKnown).map(({ tenantId }) => tenantId)),
    emitted,
  };
}

/** A tenant that was counted for twice is settled by what was seen last. */
async function settleAll(
  trx: SeveralTenants["trx"],
  all: readonly Counted[],
  now: Date,
): Promise<Map<string, Crossing[]>> {
  const facts = new Map(
    all.flatMap(({ tenantId, toSettle }) => (toSettle === null ? [] : [[tenantId, toSettle] as const])),
  );
  return applySettlements(
    trx,
    [...facts].map(([tenantId, own]) => ({ tenantId, facts: own })),
    now,
  );
}

/** What a clock ahead of ours dates into the future happened now: no period is opened before its time. */
function toBatches(events: readonly UsageRecorded[], now: Date): TenantBatch[] {
  const byTenant = Map.groupBy(events, ({ tenantId }) => tenantId);
  return [...byTenant].map(([tenantId, own]) => ({
    tenantId,
    events: own.map(({ id, occurredAt, data }): UsageEvent => {
      const at = new Date(occurredAt);
      return { id, ...data, occurredAt: at > now ? now : at };
    }),
  }));
}

function hasCode(error: unknown, pattern: RegExp): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && pattern.test(code);
}
