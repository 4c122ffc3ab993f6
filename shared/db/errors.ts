/**
 * Whether the database could not be reached, had no room or had to stop: that says nothing of what it was asked, which
 * may well work later. The one place that decides it. Anything unknown is a bug, and not the database's.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // What is thrown when each of a host's addresses was tried.
  if (error instanceof AggregateError && error.errors.some(isDatabaseAway)) return true;
  const code = "code" in error ? error.code : undefined;
  if (typeof code === "string") return passingStates.test(code) || networkCodes.has(code);
  return code === undefined && driverMessages.has(error.message);
}

/**
 * Connections, deadlocks and conflicts, resources, locks, interventions; not all of class 55, which also holds what is
 * asked in a wrong state. https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const passingStates = /^(?:08...|40001|40P01|53...|55P03|57014|57P0[1-5])$/;

/** Node's own, as `connect` and a broken connection have them. */
const networkCodes = new Set([
  "EAI_AGAIN",
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
]);

/** The driver's and its pool's, which have no code. A test provokes those that can be, so that an update that rewords them is seen. */
const driverMessages = new Set([
  "timeout exceeded when trying to connect",
  "timeout expired",
  "Cannot use a pool after calling end on the pool",
  "Client has encountered a connection error and is not queryable",
  "Client was closed and is not queryable",
  "Connection terminated",
  "Connection terminated due to connection timeout",
  "Connection terminated unexpectedly",
  "Query read timeout",
  "driver has already been destroyed",
]);
