import type { AnalyticsTopic } from "../../shared/contracts/tables.ts";
import type { EventOf } from "../../shared/contracts/topics.ts";
import type { NamedNumber } from "../../shared/outlets/queries/outlet-homes.ts";

/** The number that an event of Meta's came to; every other event names its tenant. */
export function numberOf(event: EventOf<AnalyticsTopic>): NamedNumber | undefined {
  if (event.topic !== "message.received" && event.topic !== "status.received") return undefined;
  return { phoneNumberId: event.data.phoneNumberId, businessAccountId: event.data.wabaId };
}

/** Whose the fact is; the outlet where the event came to a number. */
export type FactHome = { tenantId: string; outletId?: string };
