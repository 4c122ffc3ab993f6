import type { FunctionDeclaration } from "../shared/contracts/functions.ts";
import type { Contracts } from "./context.ts";
import type { Settings } from "./settings.ts";

/** Kept free for people, backups and the migrations. */
const reservedConnections = 20;

/** Most instances that a function has: what the stack says of it, else its declaration under the stack's limit for all. */
export function maxInstancesOf(name: string, declared: FunctionDeclaration, settings: Settings): number {
  const own = settings.functions[name as keyof Settings["functions"]]?.maxInstances;
  return own ?? Math.min(declared.maxInstances, settings.maxInstances);
}

/** While a version replaces another, instances of both are there. */
const revisionsAtOnce = 2;

/**
 * Requests that may share one connection. Each holds it for some 15 ms in all, so that the last of 20 waits a third of a
 * second for it, far from the ten at which the pool gives up.
 */
const requestsPerConnection = 20;

/**
 * Connections that an instance may open, so that all instances of all functions together, of two versions, stay below the
 * database's limit. Throws, with the numbers, where not even one connection for each is left.
 */
export function poolSize({ functions }: Contracts, settings: Settings): number {
  const pools = Object.entries(functions).map(
    ([name, declared]) => maxInstancesOf(name, declared, settings) * poolsOf(declared) * revisionsAtOnce,
  );
  const instances = pools.reduce((sum, count) => sum + count, 0);
  const free = settings.database.maxConnections - reservedConnections;
  const size = Math.floor(free / Math.max(instances, 1));
  if (size < 1) {
    throw new Error(
      `database.maxConnections is ${settings.database.maxConnections}, of which ${reservedConnections} are reserved, but functions ` +
        `may open ${instances} pools while a version rolls out: lower maxInstances, or raise it to ${instances + reservedConnections} at least`,
    );
  }
  return Math.min(size, 8);
}

/** Requests at a time of a function's instance: as declared, but no more than its connections can serve. */
export function concurrencyOf(
  declared: FunctionDeclaration,
  contracts: Contracts,
  settings: Settings,
): number {
  if (poolsOf(declared) === 0) return declared.concurrency;
  return Math.min(declared.concurrency, poolSize(contracts, settings) * requestsPerConnection);
}

function poolsOf({ variables }: FunctionDeclaration): number {
  return variables.filter((name) => name === "DATABASE_URL" || name === "PLATFORM_DATABASE_URL").length;
}
