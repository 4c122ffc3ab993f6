import { isDatabaseAway } from "../../shared/db/errors.ts";
import { createGroupCommit, type GroupCommit } from "../../shared/runtime/group-commit.ts";
import type { Services } from "../../shared/runtime/services.ts";
import { type Appended, commitFacts } from "./commit-facts.ts";
import type { FactOfEvent } from "./to-row.ts";

/** As many as an instance is given at once, and as BigQuery advises for a request. */
const maxItems = 500;
/** Nobody waits for an answer here, so that few large requests are better than many small ones. */
const maxWaitMs = 250;
/** One is made ready here while BigQuery takes the other. */
const parallel = 2;

type Appender = GroupCommit<FactOfEvent, Appended>;

const appenders = new WeakMap<Services<"analytics">, Appender>();

/** The instance's one appender. */
export function appenderOf(services: Services<"analytics">): Appender {
  let appender = appenders.get(services);
  if (appender === undefined) {
    appender = createGroupCommit<FactOfEvent, Appended>({
      commit: async (facts) => commitFacts(services, facts),
      maxItems,
      maxWaitMs,
      parallel,
      isEverybodys: isDatabaseAway,
    });
    appenders.set(services, appender);
  }
  return appender;
}
