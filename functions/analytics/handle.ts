import type { AnalyticsTopic } from "../../shared/contracts/tables.ts";
import type { EventOf } from "../../shared/contracts/topics.ts";
import { Permanent, Retry } from "../../shared/runtime/errors.ts";
import type { EventHandler, Outcome } from "../../shared/runtime/on-event.ts";
import { atHome, movedAway } from "../../shared/outlets/at-home.ts";
import { Unclaimed } from "../../shared/runtime/unclaimed.ts";
import { type Appender, createAppender } from "./appender.ts";
import type { Appended } from "./commit-facts.ts";
import { type FactHome, isOfNumber, numberOf } from "./find-home.ts";
import type { AnalyticsServices } from "./services.ts";
import { toFact } from "./to-fact.ts";

/**
 * Appends the fact that the event tells of to its topic's table, together with all others that this instance is given
 * at the moment. What came to a number that nobody has proven comes again when somebody has.
 */
export function createHandler(services: AnalyticsServices): EventHandler<"analytics"> {
  const appender = createAppender(services);
  return async (event) => {
    if (!isOfNumber(event)) return settle(await append(event, { tenantId: event.tenantId }, appender));
    try {
      return settle(await atHome(services, numberOf(event), async (home) => append(event, home, appender)));
    } catch (error) {
      if (error instanceof Unclaimed) return { outcome: error.code };
      throw error;
    }
  };
}

type Told = Exclude<Appended, { kind: "moved-away" }> | { kind: "told-elsewhere" };

async function append(
  event: EventOf<AnalyticsTopic>,
  home: FactHome,
  appender: Appender,
): Promise<Told | typeof movedAway> {
  const fact = toFact(event, home);
  if (fact === undefined) return { kind: "told-elsewhere" };
  const appended = await appender.submit({
    event,
    tenantId: home.tenantId,
    fact,
    ...(isOfNumber(event) && home.outletId !== undefined
      ? { home: { ...numberOf(event), outletId: home.outletId } }
      : {}),
  });
  return appended.kind === "moved-away" ? movedAway : appended;
}

function settle(told: Told | typeof movedAway): Outcome {
  if (told === movedAway) throw new Error("an event without a number cannot move");
  switch (told.kind) {
    case "refused":
      throw new Permanent("row-refused", told.reason);
    case "not-now":
      throw new Retry("not-appended", told.reason);
    case "appended":
    case "tenant-gone":
    case "told-elsewhere":
      return { outcome: told.kind };
  }
}
