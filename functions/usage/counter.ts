import { createGroupCommit, type GroupCommit } from "../../shared/runtime/group-commit.ts";
import { isDatabaseAway } from "../../shared/db/errors.ts";
import { commitUsage, type UsageOutcome, type UsageRecorded } from "./commit-usage.ts";
import type { UsageServices } from "./services.ts";

/** As many as an instance is given at once, so that a group is what waits. */
const maxItems = 500;
/** A lone event waits no longer than this for company; while a group is being committed the next gathers anyway. */
const maxWaitMs = 2;
/** One is made ready here while PostgreSQL commits the other. */
const parallel = 2;

type Counting = Pick<UsageServices, "db" | "bus" | "log" | "now">;
export type Counter = GroupCommit<UsageRecorded, UsageOutcome>;

/** Counts in groups; one per instance. */
export function createCounter(services: Counting): Counter {
  return createGroupCommit<UsageRecorded, UsageOutcome>({
    commit: async (events) => commitUsage(services, events),
    maxItems,
    maxWaitMs,
    parallel,
    isEverybodys: isDatabaseAway,
  });
}
