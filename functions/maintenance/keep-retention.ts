import { inTenant } from "../../shared/db/tenant-scope.ts";
import {
  deleteOldDeadLetters,
  deleteOldOperatorReplies,
  listTenantIds,
  type OldRows,
  tenantsOldRows,
} from "../../shared/tenants/queries/old-rows.ts";
import type { MaintenanceServices } from "./services.ts";

const dayMs = 24 * 60 * 60_000;
/** In one transaction. */
const rowsAtOnce = 1_000;
/** In one run, of one kind; the next, an hour later, goes on. */
const batchesAtOnce = 100;

type Kind = "deadLetters" | keyof typeof tenantsOldRows;

/**
 * Forgets what has been kept for as many days as the settings say: dead letters, replies to repeated requests, answers
 * of the playground, traces of answers, and messages as the webhook brought them.
 */
export async function keepRetention(services: MaintenanceServices): Promise<Record<Kind, number>> {
  const { platformDb, db, config } = services;
  const before = (days: number): Date => new Date(services.now().getTime() - days * dayMs);
  const borders = {
    idempotencyKeys: before(config.KEEP_IDEMPOTENCY_DAYS),
    playgroundAnswers: before(config.KEEP_PLAYGROUND_DAYS),
    traces: before(config.KEEP_TRACES_DAYS),
    rawMessages: before(config.KEEP_RAW_DAYS),
    rawChanges: before(config.KEEP_RAW_DAYS),
    rawStatuses: before(config.KEEP_RAW_DAYS),
  } satisfies Record<keyof typeof tenantsOldRows, Date>;
  const lettersBefore = before(config.KEEP_DEAD_LETTERS_DAYS);
  const counts = {
    deadLetters: await inBatches(async (limit) =>
      deleteOldDeadLetters(platformDb, { before: lettersBefore, limit }),
    ),
    idempotencyKeys: await inBatches(async (limit) =>
      deleteOldOperatorReplies(platformDb, { before: borders.idempotencyKeys, limit }),
    ),
    playgroundAnswers: 0,
    traces: 0,
    rawMessages: 0,
    rawChanges: 0,
    rawStatuses: 0,
  };
  for (const tenantId of await listTenantIds(platformDb)) {
    for (const [kind, forget] of Object.entries(tenantsOldRows) as [keyof typeof borders, OldRows][]) {
      counts[kind] += await inBatches(async (limit) =>
        inTenant(db, tenantId, async (trx) => forget(trx, { before: borders[kind], limit })),
      );
    }
  }
  return counts;
}

async function inBatches(forget: (limit: number) => Promise<number>): Promise<number> {
  let total = 0;
  for (let batch = 0; batch < batchesAtOnce; batch += 1) {
    const forgotten = await forget(rowsAtOnce);
    total += forgotten;
    if (forgotten < rowsAtOnce) break;
  }
  return total;
}
