import { type ChildProcess, fork } from "node:child_process";
import { randomInt, randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { PubSub } from "@google-cloud/pubsub";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalPubSub, startPubSub } from "../../emulators/servers/pubsub/start-pubsub.ts";
import { functionEnvironment } from "../../emulators/stack/local-environment.ts";
import type { EventOf } from "../../shared/contracts/topics.ts";
import { findDrift } from "../../shared/billing/queries/find-drift.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { planSettlement, type Quota } from "../../shared/billing/rules/settlement.ts";
import { type BilledTenant, createBilledTenant, sellPlanVersion } from "../../shared/testing/billing.ts";
import { buildDelivery, buildEvent } from "../../shared/testing/builders.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { until } from "../../emulators/testing/stack.ts";

/** USAGE_EVENTS=100000 is the full measure; the suite is content with fewer. */
const eventCount = Number(process.env["USAGE_EVENTS"] ?? 8_000);
const timeoutMs = 120_000 + 10 * eventCount;
const tenantCount = 20;
const hotShare = 0.5;
const twiceShare = 0.3;
const workers = 64;
const kills = 5;
const projectId = "usage-storm";
const included = Math.round(eventCount / tenantCount / 2);
const depositMinor = Math.round(eventCount / 10);

type Usage = EventOf<"usage.recorded">;

let database: TestDatabase;
let pubsub: LocalPubSub;
let mailFolder: string;
let host: { child: ChildProcess; port: number };

beforeAll(async () => {
  database = await createTestDatabase();
  await sellPlanVersion(database.adminDb, "starter", {
    allowances: { messages: { included, overage: { priceMinor: 1, perUnits: 1 } } },
  });
  pubsub = await startPubSub({ port: 0 });
  mailFolder = await mkdtemp(join(tmpdir(), "storm-mail-"));
  host = await startFunction(0);
  const client = new PubSub({ projectId, apiEndpoint: pubsub.url, emulatorMode: true });
  await client.createTopic("quota.crossed");
  await client.topic("quota.crossed").createSubscription("quota.crossed.usage", {
    pushConfig: { pushEndpoint: `http://127.0.0.1:${host.port}/` },
    retryPolicy: { minimumBackoff: { seconds: 1 }, maximumBackoff: { seconds: 1 } },
  });
  await client.close();
});

afterAll(async () => {
  host.child.kill("SIGKILL");
  await pubsub.close();
  await database.drop();
});

/** The function in a process of its own, so that it can be killed in the midst of whatever it does. */
async function startFunction(port: number): Promise<{ child: ChildProcess; port: number }> {
  const environment = functionEnvironment(["usage"], {
    GOOGLE_CLOUD_PROJECT: projectId,
    PUBSUB_EMULATOR_HOST: pubsub.url,
    DATABASE_URL: database.appUrl,
    MAIL_URL: pathToFileURL(mailFolder).href,
    LOG_LEVEL: "silent",
  });
  const script = fileURLToPath(new URL("../../emulators/stack/functions-host.ts", import.meta.url));
  const child = fork(script, [`usage=${port}`], {
    env: environment,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const [message] = (await once(child, "message")) as [{ ports: { usage: number } }];
  return { child, port: message.ports.usage };
}

function makeEvents(tenants: readonly BilledTenant[]): Usage[] {
  const [hot, ...others] = tenants;
  return Array.from({ length: eventCount }, (_, index) => {
    const isHot = index < eventCount * hotShare;
    const tenant = isHot ? hot : others[index % others.length];
    if (tenant === undefined) throw new Error("there are no tenants");
    const meter = index % 3 === 0 ? "message.inbound" : "message.outbound";
    const data = { meter, quantity: randomInt(1, 4), outletId: tenant.outletId, subjectId: randomUUID() };
    return buildEvent("usage.recorded", data, tenant.tenantId);
  });
}

function shuffled<Item>(items: readonly Item[]): Item[] {
  const mixed = [...items];
  for (let index = mixed.length - 1; index > 0; index -= 1) {
    const other = randomInt(index + 1);
    [mixed[index], mixed[other]] = [mixed[other] as Item, mixed[index] as Item];
  }
  return mixed;
}

/** As Pub/Sub: each delivery is repeated until it is acknowledged. */
async function deliverAll(events: readonly Usage[]): Promise<{ restarts: number; failures: number }> {
  const queue = [...events];
  const total = queue.length;
  let [done, restarts, failures] = [0, 0, 0];
  let restarting: Promise<void> | undefined;

  async function restart(): Promise<void> {
    const exited = once(host.child, "exit");
    host.child.kill("SIGKILL");
    await exited;
    host = await startFunction(host.port);
    restarts += 1;
    restarting = undefined;
  }

  async function work(): Promise<void> {
    for (;;) {
      const event = queue.pop();
      if (event === undefined) return;
      if (await post(event)) done += 1;
      else {
        failures += 1;
        queue.unshift(event);
        await restarting;
      }
      if (restarting === undefined && restarts < kills && done > ((restarts + 1) * total) / (kills + 1)) {
        restarting = restart();
      }
    }
  }

  await Promise.all(Array.from({ length: workers }, work));
  await restarting;
  return { restarts, failures };
}

async function post(event: unknown): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${host.port}/`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(buildDelivery(event)),
    });
    await response.arrayBuffer();
    return response.status === 204;
  } catch {
    return false;
  }
}

/** What a single settlement of all of it would tell. */
function expectedMarks(used: number): string[] {
  const quota: Quota = {
    id: "",
    isOpen: true,
    included,
    overage: { priceMinor: 1, perUnits: 1 },
    used,
    adjusted: 0,
    chargedMinor: 0,
    adjustmentChargedMinor: 0,
    mark: { state: "ok", thresholdPercent: 0 },
  };
  const settled = planSettlement({ depositMinor, owedMinor: 0, creditLimitMinor: 0 }, [quota]);
  return settled.quotas.flatMap(({ passed }) =>
    passed.map(({ state, thresholdPercent }) => `${state} ${thresholdPercent}`),
  );
}

test(
  `${eventCount} events of ${tenantCount} tenants, many twice, in any order, the function killed ${kills} times: each counts once`,
  async () => {
    const tenants = await Promise.all(
      Array.from({ length: tenantCount }, async () =>
        createBilledTenant(database.db, { now: new Date(Date.now() - 60_000), depositMinor }),
      ),
    );
    const events = makeEvents(tenants);
    const twice = events.filter(() => Math.random() < twiceShare);
    const { restarts, failures } = await deliverAll(shuffled([...events, ...twice]));
    expect(restarts).toBe(kills);
    // Otherwise nothing was in flight when it was killed, and this proves less than it says.
    expect(failures).toBeGreaterThan(0);

    // What a kill left between commit and publish, maintenance publishes.
    const left = await database.adminDb.selectFrom("outbox").select("envelope").execute();
    for (const { envelope } of left) expect(await post(envelope)).toBe(true);
    await until(async () => pubsub.unackedCount() === 0, { what: "every crossing is told" });

    const records = await database.adminDb
      .selectFrom("usage_records")
      .select((select) => select.fn.countAll<number>().as("count"))
      .executeTakeFirstOrThrow();
    expect(records.count).toBe(eventCount);
    let told = 0;
    for (const { tenantId } of tenants) {
      const own = events.filter((event) => event.tenantId === tenantId);
      const sumOf = (meter: string): number =>
        own.reduce((sum, { data }) => sum + (data.meter === meter ? data.quantity : 0), 0);
      const counters = await database.adminDb
        .selectFrom("usage_counters")
        .select((select) => [
          "meter",
          select.cast<number>(select.fn.sum("quantity"), "bigint").as("quantity"),
        ])
        .where("tenant_id", "=", tenantId)
        .groupBy("meter")
        .orderBy("meter")
        .execute();
      expect(counters).toEqual(
        ["message.inbound", "message.outbound"].map((meter) => ({ meter, quantity: sumOf(meter) })),
      );
      expect(await inTenant(database.db, tenantId, findDrift)).toEqual([]);

      const crossings = await database.adminDb
        .selectFrom("quota_crossings")
        .select(["state", "threshold_percent", "mailed_at"])
        .where("tenant_id", "=", tenantId)
        .orderBy("created_at")
        .orderBy("id")
        .execute();
      const marks = expectedMarks(sumOf("message.outbound"));
      expect(crossings.map((each) => `${each.state} ${each.threshold_percent}`)).toEqual(marks);
      expect(crossings.every(({ mailed_at: mailedAt }) => mailedAt !== null)).toBe(true);
      told += crossings.length;
    }
    expect(told).toBeGreaterThan(tenantCount);
    expect(await readdir(mailFolder)).toHaveLength(told);
  },
  timeoutMs,
);
