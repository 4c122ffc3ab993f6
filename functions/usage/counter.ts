import { createGroupCommit, type GroupCommit } from "../../shared/runtime/group-commit.ts";
import type { Services } from "../../shared/runtime/services.ts";
import { isDatabaseAway } from "../../shared/db/errors.ts";
import { commitUsage, type UsageOutcome, type UsageRecorded } from "./commit-usage.ts";

/** As many as an instance is given at once, so that a group is what waits. */
const maxItems = 500;
/** A lone event waits no longer than this for company; while a group is being committed the next gathers anyway. */
const maxWaitMs = 2;
/** One is made ready here while PostgreSQL commits the other. */
const parallel = 2;

type Counting = Pick<Services<"usage">, "db" | "bus" | "log" | "now">;
type Counter = GroupCommit<UsageRecorded, UsageOutcome>;

const counters = new WeakMap<Counting, Counter>();

/** The instance's one counter. */
export function counterOf(services: Counting): Counter {
  let counter = counters.get(services);
  if (counter === undefined) {
    counter = createGroupCommit<UsageRecorded, UsageOutcome>({
      commit: async (events) => commitUsage(services, events),
      maxItems,
      maxWaitMs,
      parallel,
      isEverybodys: isDatabaseAway,
    });
    counters.set(services, counter);
  }
  return counter;
}
