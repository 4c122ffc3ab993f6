import { isDatabaseAway } from "../../shared/db/errors.ts";
import { createGroupCommit, type GroupCommit } from "../../shared/runtime/group-commit.ts";
import { type Appended, commitFacts } from "./commit-facts.ts";
import type { FactOfEvent } from "./to-row.ts";
import type { AnalyticsServices } from "./services.ts";

/** As many as an instance is given at once, and as BigQuery advises for a request. */
const maxItems = 500;
/** Nobody waits for an answer here, so that few large requests are better than many small ones. */
const maxWaitMs = 250;
/** One is made ready here while BigQuery takes the other. */
const parallel = 2;

export type Appender = GroupCommit<FactOfEvent, Appended>;

/** Appends in groups; one per instance. */
export function createAppender(services: AnalyticsServices): Appender {
  return createGroupCommit<FactOfEvent, Appended>({
    commit: async (facts) => commitFacts(services, facts),
    maxItems,
    maxWaitMs,
    parallel,
    isEverybodys: isDatabaseAway,
  });
}
