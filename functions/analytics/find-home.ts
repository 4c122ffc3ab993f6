import type { AnalyticsTopic } from "../../shared/contracts/tables.ts";
import type { EventOf } from "../../shared/contracts/topics.ts";
import type { NamedNumber } from "../../shared/outlets/queries/outlet-homes.ts";

type OfNumber = EventOf<"message.received" | "status.received">;

/** Whether it comes from Meta, and so names a number; every other event names its tenant. */
export function isOfNumber(event: EventOf<AnalyticsTopic>): event is OfNumber {
  return event.topic === "message.received" || event.topic === "status.received";
}

export function numberOf({ data }: OfNumber): NamedNumber {
  return { phoneNumberId: data.phoneNumberId, businessAccountId: data.wabaId };
}

/** Whose the fact is; the outlet where the event came to a number. */
export type FactHome = { tenantId: string; outletId?: string };
