import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { commitStatuses } from "../../functions/status/commit-statuses.ts";
import type { StatusItem } from "../../functions/status/status-item.ts";
import { createDatabase } from "../../shared/db/client.ts";
import { prepareDatabase } from "../../shared/db/setup/prepare-database.ts";
import { findHomes } from "../../shared/outlets/queries/outlet-homes.ts";
import type { Database } from "../../shared/db/schema.d.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { createGroupCommit } from "../../shared/runtime/group-commit.ts";
import { type BilledTenant, createBilledTenant } from "../../shared/testing/billing.ts";
import { createRecordingBus } from "../../shared/testing/recording-bus.ts";
import { startPostgres } from "../servers/postgres/start-postgres.ts";

const passwords = { crm_owner: "crm_owner", crm_local: "crm_local" };
const words = ["sent", "delivered", "read"];
/** As many as an instance of the function is given at once, and its pool. */
const concurrency = 250;
const poolSize = 8;
const rounds = 5;
const aloneMessages = 300;
const groupedMessages = 2_500;

/**
 * The status function's write path, statuses a second: in group commits against a transaction for each, of the same
 * code in the same run, in turns. Each message gets sent, delivered and read. PostgreSQL syncs to disk as in production.
 */
export async function benchStatus(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), "bench-status-"));
  const postgres = await startPostgres({ port: 0, dataDir, durable: true });
  try {
    const { ownerUrl } = await prepareDatabase(postgres.url, { database: "bench", passwords });
    const db = createDatabase(ownerUrl, { maxConnections: poolSize });
    const tenant = await createBilledTenant(db, { now: new Date(), plan: "enterprise" });
    const services = { db, bus: createRecordingBus(), log: silent, config: { KEEP_RAW_DAYS: 30 } };
    const group = createGroupCommit({
      commit: async (items: readonly StatusItem[]) => commitStatuses(services, items),
      maxItems: concurrency,
      maxWaitMs: 2,
    });
    const turns: { alone: number; grouped: number }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const alone = await rate(await statusesOf(db, tenant, aloneMessages), async (item) =>
        commitStatuses(services, [item]),
      );
      const grouped = await rate(await statusesOf(db, tenant, groupedMessages), async (item) =>
        group.submit(item),
      );
      turns.push({ alone, grouped });
    }
    await db.destroy();
    const alone = median(turns.map((turn) => turn.alone));
    const grouped = median(turns.map((turn) => turn.grouped));
    const ratio = median(turns.map((turn) => turn.grouped / turn.alone));
    console.log(`a transaction for each status   ${alone.toFixed(0).padStart(7)} statuses/s`);
    console.log(`group commits                   ${grouped.toFixed(0).padStart(7)} statuses/s`);
    console.log(`ratio ${ratio.toFixed(1)} × (aim: 10 ×)`);
  } finally {
    await postgres.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Messages that WhatsApp has taken, each of its own customer, and what it reports of them, message by message. */
async function statusesOf(
  db: Kysely<Database>,
  { tenantId, outletId }: BilledTenant,
  count: number,
): Promise<StatusItem[]> {
  const run = randomUUID();
  const { rows, named } = await inTenant(db, tenantId, async (trx) => {
    const inserted = await sql<{ wamid: string; attempt_id: string }>`
      with people as (
        insert into contacts (business_scoped_user_id)
        select ${run}::text || index from generate_series(1, ${count}::integer) as index returning id
      ),
      chats as (insert into conversations (outlet_id, contact_id) select ${outletId}::uuid, id from people returning id, contact_id)
      insert into messages (outlet_id, conversation_id, contact_id, direction, sender_type, status, type, body, wamid,
        attempt_id, accepted_at)
      select ${outletId}::uuid, id, contact_id, 'outbound', 'bot', 'accepted', 'text', 'Yes, until nine.',
        'wamid.' || id, gen_random_uuid(), now()
      from chats returning wamid, attempt_id`.execute(trx);
    return { rows: inserted.rows, named: (await findHomes(trx, [outletId])).get(outletId) };
  });
  if (named === undefined) throw new Error("the bench's outlet has no number");
  const occurredAt = new Date();
  return words.flatMap((word) =>
    rows.map(({ wamid, attempt_id: callbackData }) => ({
      tenantId,
      outletId,
      named,
      reported: { wamid, word, occurredAt, recipient: "6281", callbackData, errors: [] },
      raw: { id: wamid, status: word, timestamp: "1750030073", recipient_id: "6281" },
      cause: {},
    })),
  );
}

/** Statuses a second, with so many under way at any time. */
async function rate(
  items: readonly StatusItem[],
  keep: (item: StatusItem) => Promise<unknown>,
): Promise<number> {
  const left = [...items].toReversed();
  const startedAt = performance.now();
  async function work(): Promise<void> {
    for (let item = left.pop(); item !== undefined; item = left.pop()) await keep(item);
  }
  await Promise.all(Array.from({ length: concurrency }, work));
  return items.length / ((performance.now() - startedAt) / 1_000);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

const nothing = (): void => undefined;
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };
