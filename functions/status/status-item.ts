import type { ReportedStatus } from "../../shared/whatsapp/reading/reported-status.ts";
import type { NamedNumber } from "../../shared/outlets/queries/outlet-homes.ts";
import type { movedAway } from "../../shared/outlets/at-home.ts";
import type { Cause } from "../../shared/runtime/new-event.ts";
import type { Outcome } from "../../shared/runtime/on-event.ts";

export type StatusItem = {
  tenantId: string;
  outletId: string;
  named: NamedNumber;
  reported: ReportedStatus;
  /** As the webhook brought it: a status whose message is not here yet is read from it later. */
  raw: unknown;
  cause: Cause;
};

/** What came of the items so far; one that is not there was kept before. */
export type Outcomes = Map<StatusItem, Outcome | typeof movedAway>;

/** In the order of tenants, so that two groups never wait for each other in a circle. */
export function byTenant(items: readonly StatusItem[]): [tenantId: string, own: StatusItem[]][] {
  return [...Map.groupBy(items, ({ tenantId }) => tenantId)].toSorted(([a], [b]) => (a < b ? -1 : 1));
}
