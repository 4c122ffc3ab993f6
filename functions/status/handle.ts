import type { EventOf } from "../../shared/contracts/topics.ts";
import { readReportedStatus } from "../../shared/whatsapp/reading/reported-status.ts";
import { isDatabaseAway } from "../../shared/db/errors.ts";
import { atHome, type movedAway } from "../../shared/outlets/at-home.ts";
import { Permanent } from "../../shared/runtime/errors.ts";
import { createGroupCommit, type GroupCommit } from "../../shared/runtime/group-commit.ts";
import type { Outcome } from "../../shared/runtime/on-event.ts";
import type { Services } from "../../shared/runtime/services.ts";
import { commitStatuses } from "./commit-statuses.ts";
import type { StatusItem } from "./status-item.ts";

/**
 * Keeps what Meta reports of a message of ours and moves the message on, together with all others that this instance
 * is given at the moment. A report of a message that is not stored yet is parked; one that carries our attempt's id
 * settles a send whose outcome was unknown.
 */
export async function handle(
  event: EventOf<"status.received">,
  services: Services<"status">,
): Promise<Outcome> {
  const { data } = event;
  const reported = readReportedStatus(data.status, new Date(data.receivedAt));
  if (reported === undefined) throw new Permanent("no-status", "the item names no message or no status");
  const named = { phoneNumberId: data.phoneNumberId, businessAccountId: data.wabaId };
  return atHome(services, named, async ({ tenantId, outletId }) =>
    keeperOf(services).submit({ tenantId, outletId, named, reported, raw: data.status, cause: event }),
  );
}

/** As many as an instance is given at once. */
const maxItems = 250;
/** A lone status waits no longer than this for company; while a group is being committed the next gathers anyway. */
const maxWaitMs = 2;

type Keeper = GroupCommit<StatusItem, Outcome | typeof movedAway>;

const keepers = new WeakMap<Services<"status">, Keeper>();

function keeperOf(services: Services<"status">): Keeper {
  let keeper = keepers.get(services);
  if (keeper === undefined) {
    keeper = createGroupCommit<StatusItem, Outcome | typeof movedAway>({
      commit: async (items) => commitStatuses(services, items),
      maxItems,
      maxWaitMs,
      isEverybodys: isDatabaseAway,
    });
    keepers.set(services, keeper);
  }
  return keeper;
}
