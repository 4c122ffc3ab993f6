import { createGroupCommit, type GroupCommit } from "../../shared/runtime/group-commit.ts";
import type { Services } from "../../shared/runtime/services.ts";
import { commitUsage, isDatabaseAway, type UsageOutcome, type UsageRecorded } from "./commit-usage.ts";

/** As many as an instance is given at once, so that a group is what waits. */
const maxItems = 500;
/** A lone event waits no longer than this for company; while a group is being committed the next gathers anyway. */
const maxWaitMs = 2;

type Counter = GroupCommit<UsageRecorded, UsageOutcome>;

const counters = new WeakMap<Services<"usage">, Counter>();

/** The instance's one counter. */
export function counterOf(services: Services<"usage">): Counter {
  let counter = counters.get(services);
  if (counter === undefined) {
    counter = createGroupCommit<UsageRecorded, UsageOutcome>({
      commit: async (events) => commitUsage(services, events),
      maxItems,
      maxWaitMs,
      isEverybodys: isDatabaseAway,
    });
    counters.set(services, counter);
  }
  return counter;
}
