import { listVariables } from "../components/values.ts";
import type { Contracts } from "../context.ts";
import { maxInstancesOf, poolSize } from "../pool-size.ts";
import type { Settings } from "../settings.ts";
import { kilobytesOfEvent, tokens, trafficOf } from "./message-costs.ts";

/**
 * What the arithmetic rests on besides the contracts and the stack. None of it was measured: the times are orders of magnitude to
 * be replaced by what a real stack shows, and quotas differ by region and account, are asked for and change.
 */
export const assumed = {
  /** Processor of the database, and time that its connections are held, for one delivery of an event. */
  databaseMs: 2,
  heldMs: 15,
  /** Share of the processor that leaves room for peaks, backups and vacuum. */
  usableShare: 0.6,
  /** Pushed by Pub/Sub in one region. https://cloud.google.com/pubsub/quotas */
  pushMegabytes: 140,
  /** Tokens a minute of one account of the model. https://platform.openai.com/docs/guides/rate-limits */
  tokensMinute: 30_000_000,
  /** One batch of the outbox: its rows, and the time that it takes to publish and delete them. */
  outbox: { batch: 200, batchMs: 50 },
} as const;

/** A thing that can run out: what is needed at a rate of messages, and what there is. */
export type Load = { what: string; needed: number; available: number; unit: string; relief: string };

/** What a rate of customers' messages a second, each answered once, asks of each thing that can run out; the fullest first. */
export function loadsAt(perSecond: number, contracts: Contracts, settings: Settings): Load[] {
  const { published, delivered } = trafficOf(contracts);
  const vCpus = Number(/^db-custom-(\d+)-/.exec(settings.database.tier)?.[1]);
  const connections = connectionsOf(contracts, settings);
  const { batch, batchMs } = assumed.outbox;
  const loads: Load[] = [
    {
      what: "Database, processor",
      needed: (perSecond * delivered * assumed.databaseMs) / 1000,
      available: vCpus * assumed.usableShare,
      unit: "vCPU",
      relief: "a larger machine, to 96 vCPU; then tenants on several servers",
    },
    {
      what: "Database, connections",
      needed: (perSecond * delivered * assumed.heldMs) / 1000,
      available: connections,
      unit: "busy at once",
      relief: "raise maxInstances with max_connections; then a pooler in transaction mode",
    },
    {
      what: "Pub/Sub, pushed",
      needed: (perSecond * delivered * kilobytesOfEvent) / 1000,
      available: assumed.pushMegabytes,
      unit: "MB/s",
      relief: "ask for more quota; then smaller events",
    },
    {
      what: "Model, tokens",
      needed: (perSecond * 60 * (tokens.input + tokens.output)) / 1e6,
      available: assumed.tokensMinute / 1e6,
      unit: "million a minute",
      relief: "ask for more, or several accounts and services by LLM_MODELS",
    },
    {
      what: "Outbox, drained by one instance while Pub/Sub was away",
      needed: perSecond * published,
      available: (batch / batchMs) * 1000,
      unit: "events/s",
      relief: "several drains at once, each of a range of keys",
    },
  ];
  return loads.toSorted((a, b) => fullness(b) - fullness(a));
}

export function fullness({ needed, available }: Load): number {
  return needed / available;
}

/** Of one version: during a roll-out there are as many again. */
function connectionsOf(contracts: Contracts, settings: Settings): number {
  const pools = Object.entries(contracts.functions).map(([name, declared]) => {
    const urls = listVariables(declared).secret.filter((variable) =>
      variable.endsWith("DATABASE_URL"),
    ).length;
    return maxInstancesOf(name, declared, settings) * urls;
  });
  return pools.reduce((sum, count) => sum + count, 0) * poolSize(contracts, settings);
}
