import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import autocannon from "autocannon";
import type { Kysely } from "kysely";
import { PubSub } from "@google-cloud/pubsub";
import type { UsageRecorded } from "../../functions/usage/commit-usage.ts";
import { createCounter } from "../../functions/usage/counter.ts";
import type { EventOf } from "../../shared/contracts/topics.ts";
import { createDatabase } from "../../shared/db/client.ts";
import { prepareDatabase } from "../../shared/db/setup/prepare-database.ts";
import type { Database } from "../../shared/db/schema.d.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { type BilledTenant, createBilledTenant } from "../../shared/testing/billing.ts";
import { buildDelivery, buildEvent } from "../../shared/testing/builders.ts";
import { createRecordingBus } from "../../shared/testing/recording-bus.ts";
import { functionEnvironment, localProjectId } from "../stack/local-environment.ts";
import { startPostgres } from "../servers/postgres/start-postgres.ts";
import { startPubSub } from "../servers/pubsub/start-pubsub.ts";
import { cpuUsOf } from "./cpu-us-of.ts";
import { startHost } from "./start-host.ts";

const passwords = { crm_owner: "crm_owner", crm_local: "crm_local" };
const tenantCount = 20;
/** Made beforehand, so that the load costs little; as many as are sent in all. */
const bodyCount = 150_000;
/** As many as an instance of the function is given at once, and its pool. */
const concurrency = 500;
const poolSize = 8;
const seconds = 3;
/** In turns, and the median of the turns' ratios, for a shared machine is never equally busy. */
const rounds = 5;

/**
 * The counter's write path (events a second, for one hot tenant and for twenty) against the naive way, a transaction
 * for each event that inserts it and updates its counters; then the whole function over HTTP against the bare framework,
 * which parses the same deliveries as JSON, as it does for whoever registers a function with it, and acknowledges them
 * unseen. PostgreSQL syncs to disk as in production.
 */
export async function benchUsage(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), "bench-usage-"));
  const postgres = await startPostgres({ port: 0, dataDir, durable: true });
  try {
    const { ownerUrl, functionsUrl } = await prepareDatabase(postgres.url, { database: "bench", passwords });
    const db = createDatabase(ownerUrl, { maxConnections: poolSize });
    const tenants = await Promise.all(
      Array.from({ length: tenantCount }, async () =>
        createBilledTenant(db, { now: new Date(), plan: "enterprise" }),
      ),
    );
    await benchWrites(db, tenants);
    await db.destroy();
    await benchFunction(functionsUrl, tenants);
  } finally {
    await postgres.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function benchWrites(db: Kysely<Database>, tenants: readonly BilledTenant[]): Promise<void> {
  const counter = createCounter({ db, bus: createRecordingBus(), log: silent, now: () => new Date() });
  console.log("Write path, events a second:");
  for (const [what, own] of [
    ["one hot tenant", tenants.slice(0, 1)],
    [`${tenantCount} tenants`, tenants],
  ] as const) {
    const turns: Turn[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const naive = await rate(own, async (event) => countNaively(db, event));
      turns.push({ theirs: naive, ours: await rate(own, async (event) => counter.submit(event)) });
    }
    const { theirs, ours, ratio } = summarize(turns);
    console.log(
      `  ${what.padEnd(16)} naive ${theirs.toFixed(0).padStart(6)}   group commits ${ours.toFixed(0).padStart(6)}   ` +
        `${ratio.toFixed(1)} × (aim: 15 ×)`,
    );
  }
}

/** A transaction for each event: insert it, and when it is new update what is counted of it. */
async function countNaively(
  db: Kysely<Database>,
  { id, tenantId, data, occurredAt }: UsageRecorded,
): Promise<void> {
  const day = occurredAt.slice(0, 10);
  await inTenant(db, tenantId, async (trx) => {
    const period = await trx
      .selectFrom("billing_periods")
      .select("id")
      .where("starts_at", "<=", new Date(occurredAt))
      .where("ends_at", ">", new Date(occurredAt))
      .executeTakeFirstOrThrow();
    const counted = { meter: data.meter, quantity: data.quantity, outlet_id: data.outletId ?? null, day };
    const inserted = await trx
      .insertInto("usage_records")
      .values({ ...counted, id, period_id: period.id, subject_id: data.subjectId, occurred_at: occurredAt })
      .onConflict((conflict) => conflict.doNothing())
      .returning("id")
      .executeTakeFirst();
    if (inserted === undefined) return;
    await trx
      .insertInto("usage_counters")
      .values({ ...counted, period_id: period.id })
      .onConflict((conflict) =>
        conflict
          .columns(["tenant_id", "day", "meter", "outlet_id", "period_id"])
          .doUpdateSet((set) => ({ quantity: set("usage_counters.quantity", "+", data.quantity) })),
      )
      .execute();
    await trx
      .updateTable("quotas")
      .set((set) => ({ used: set("used", "+", data.quantity) }))
      .where("period_id", "=", period.id)
      .where("allowance", "=", "messages")
      .execute();
  });
}

/** Events a second, with so many under way at any time. */
async function rate(
  tenants: readonly BilledTenant[],
  count: (event: UsageRecorded) => Promise<unknown>,
): Promise<number> {
  const startedAt = performance.now();
  const until = startedAt + seconds * 1_000;
  let counted = 0;
  async function work(worker: number): Promise<void> {
    for (let index = worker; performance.now() < until; index += 1) {
      await count(newUse(tenants, index));
      counted += 1;
    }
  }
  await Promise.all(Array.from({ length: concurrency }, async (_, worker) => work(worker)));
  return counted / ((performance.now() - startedAt) / 1_000);
}

function newUse(
  tenants: readonly BilledTenant[],
  index: number,
): EventOf<"usage.recorded"> & { tenantId: string } {
  const tenant = tenants[index % tenants.length];
  if (tenant === undefined) throw new Error("there are no tenants");
  const { tenantId, outletId } = tenant;
  const data = { meter: "message.outbound", quantity: 1, outletId, subjectId: randomUUID() };
  return { ...buildEvent("usage.recorded", data, tenantId), tenantId };
}

async function benchFunction(functionsUrl: string, tenants: readonly BilledTenant[]): Promise<void> {
  const pubsub = await startPubSub({ port: 0 });
  await new PubSub({ projectId: localProjectId, apiEndpoint: pubsub.url, emulatorMode: true }).createTopic(
    "quota.crossed",
  );
  const environment = functionEnvironment(["usage"], {
    GOOGLE_CLOUD_PROJECT: localProjectId,
    PUBSUB_EMULATOR_HOST: pubsub.url,
    DATABASE_URL: functionsUrl,
    MAIL_URL: "file:///nowhere",
  });
  const { url: bare, child: bareHost } = await startHost("bare-host.ts", [], process.env);
  const { url: ours, child: ourHost } = await startHost(
    "../stack/functions-host.ts",
    ["usage=0"],
    environment,
  );
  const bodies = Array.from({ length: bodyCount }, (_, index) =>
    JSON.stringify(buildDelivery(newUse(tenants, index))),
  );
  const [nextOfBare, nextOfOurs] = [roundAndRound(bodies), roundAndRound(bodies)];
  await post(bare, nextOfBare, 1);
  await post(ours, nextOfOurs, 2);
  const turns: Turn[] = [];
  /** Of the function's own process, a request: what is left to compare where PostgreSQL has a machine of its own. */
  const cpu: Turn[] = [];
  let refused = 0;
  for (let round = 0; round < rounds; round += 1) {
    const plain = await post(bare, nextOfBare, seconds, bareHost.pid);
    const own = await post(ours, nextOfOurs, seconds, ourHost.pid);
    turns.push({ theirs: plain.perSecond, ours: own.perSecond });
    cpu.push({ theirs: plain.cpuUs, ours: own.cpuUs });
    refused += own.refused;
  }
  const { theirs: bareRate, ours: ourRate, ratio } = summarize(turns);
  console.log("\nWhole function, requests a second:");
  console.log(`  bare framework, 204 at once          ${bareRate.toFixed(0).padStart(6)}`);
  console.log(`  usage, 204 after the group's commit  ${ourRate.toFixed(0).padStart(6)}`);
  console.log(`  ratio ${(100 * ratio).toFixed(0)} % (aim: 80 %), ${refused} not acknowledged`);
  const spent = summarize(cpu);
  console.log(
    `  CPU of its process a request: bare ${spent.theirs.toFixed(0)} µs, usage ${spent.ours.toFixed(0)} µs, ` +
      `${(100 / spent.ratio).toFixed(0)} %`,
  );
  await pubsub.close();
}

/** Each side has the same in the same order, so that what the function counts is new however fast the other is. */
function roundAndRound(bodies: readonly string[]): () => string {
  let sent = 0;
  return () => bodies[sent++ % bodies.length] ?? "";
}

/** Every request another event. */
async function post(
  url: string,
  next: () => string,
  duration: number,
  pid?: number,
): Promise<{ perSecond: number; refused: number; cpuUs: number }> {
  const before = cpuUsOf(pid);
  const result = await autocannon({
    url,
    connections: concurrency,
    duration,
    requests: [
      {
        method: "POST",
        setupRequest: (request) => ({
          ...request,
          body: next(),
          headers: { ...request.headers, "content-type": "application/json" },
        }),
      },
    ],
  });
  return {
    perSecond: result.requests.average,
    refused: result.non2xx + result.errors,
    cpuUs: (cpuUsOf(pid) - before) / result.requests.total,
  };
}

/** Both sides of one turn, each a second. */
type Turn = { theirs: number; ours: number };

function summarize(turns: readonly Turn[]): Turn & { ratio: number } {
  return {
    theirs: median(turns.map(({ theirs }) => theirs)),
    ours: median(turns.map(({ ours }) => ours)),
    ratio: median(turns.map(({ theirs, ours }) => ours / theirs)),
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

const nothing = (): void => undefined;
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };
