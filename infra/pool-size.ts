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

/**
 * Connections that an instance may open, so that all instances of all functions together stay below the database's
 * limit. Throws, with the numbers, where not even one connection for each is left.
 */
export function poolSize({ functions }: Contracts, settings: Settings): number {
  const pools = Object.entries(functions).map(
    ([name, declared]) => maxInstancesOf(name, declared, settings) * poolsOf(declared),
  );
  const instances = pools.reduce((sum, count) => sum + count, 0);
  const free = settings.database.maxConnections - reservedConnections;
  const size = Math.floor(free / Math.max(instances, 1));
  if (size < 1) {
    throw new Error(
      `database.maxConnections is ${settings.database.maxConnections}, of which ${reservedConnections} are reserved, but functions ` +
        `may open ${instances} pools: lower maxInstances, or raise it to ${instances + reservedConnections} at least`,
    );
  }
  return Math.min(size, 8);
}

function poolsOf({ variables }: FunctionDeclaration): number {
  return variables.filter((name) => name === "DATABASE_URL" || name === "PLATFORM_DATABASE_URL").length;
}
