import type { AnalyticsTopic } from "../../shared/contracts/tables.ts";
import type { EventOf } from "../../shared/contracts/topics.ts";
import { Permanent } from "../../shared/runtime/errors.ts";
import type { Services } from "../../shared/runtime/services.ts";

/** Whose the fact is; the outlet where the event came to a number. */
export type Home = { tenantId: string; outletId?: string };

/** What comes from Meta names a phone number only; every other event its tenant. */
export async function findHome(
  event: EventOf<AnalyticsTopic>,
  { db, lookups }: Pick<Services<"analytics">, "db" | "lookups">,
): Promise<Home> {
  if (event.topic === "message.received" || event.topic === "status.received") {
    const outlet = await lookups.findOutlet(db, event.data.phoneNumberId);
    if (outlet === undefined) throw new Permanent("unknown-number", "no outlet has this phone number id");
    return { tenantId: outlet.tenantId, outletId: outlet.outletId };
  }
  if (event.tenantId === undefined) throw new Permanent("no-tenant", "the event names no tenant");
  return { tenantId: event.tenantId };
}
