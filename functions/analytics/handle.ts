import type { AnalyticsTopic } from "../../shared/contracts/tables.ts";
import type { EventOf } from "../../shared/contracts/topics.ts";
import { Permanent, Retry } from "../../shared/runtime/errors.ts";
import type { Outcome } from "../../shared/runtime/on-event.ts";
import type { Services } from "../../shared/runtime/services.ts";
import { appenderOf } from "./appender.ts";
import { findHome } from "./find-home.ts";
import { toFact } from "./to-fact.ts";

/**
 * Appends the fact that the event tells of to its topic's table, together with all others that this instance is given
 * at the moment.
 */
export async function handle(
  event: EventOf<AnalyticsTopic>,
  services: Services<"analytics">,
): Promise<Outcome> {
  const home = await findHome(event, services);
  const fact = toFact(event, home);
  if (fact === undefined) return { outcome: "told-elsewhere" };
  const appended = await appenderOf(services).submit({ event, tenantId: home.tenantId, fact });
  switch (appended.kind) {
    case "refused":
      throw new Permanent("row-refused", appended.reason);
    case "not-now":
      throw new Retry("not-appended", appended.reason);
    case "appended":
    case "tenant-gone":
      return { outcome: appended.kind };
  }
}
