import { readReportedStatus } from "../../shared/whatsapp/reading/reported-status.ts";
import { isDatabaseAway } from "../../shared/db/errors.ts";
import { atHome, type movedAway } from "../../shared/outlets/at-home.ts";
import { Permanent } from "../../shared/runtime/errors.ts";
import { createGroupCommit } from "../../shared/runtime/group-commit.ts";
import type { EventHandler, Outcome } from "../../shared/runtime/on-event.ts";
import { commitStatuses } from "./commit-statuses.ts";
import type { StatusItem } from "./status-item.ts";
import type { StatusServices } from "./services.ts";

/** As many as an instance is given at once. */
const maxItems = 250;
/** A lone status waits no longer than this for company; while a group is being committed the next gathers anyway. */
const maxWaitMs = 2;

/**
 * Keeps what Meta reports of a message of ours and moves the message on, together with all others that this instance
 * is given at the moment. A report of a message that is not stored yet is parked; one that carries our attempt's id
 * settles a send whose outcome was unknown.
 */
export function createHandler(services: StatusServices): EventHandler<"status"> {
  const statuses = createGroupCommit<StatusItem, Outcome | typeof movedAway>({
    commit: async (items) => commitStatuses(services, items),
    maxItems,
    maxWaitMs,
    isEverybodys: isDatabaseAway,
  });
  return async (event) => {
    const { data } = event;
    const reported = readReportedStatus(data.status, new Date(data.receivedAt));
    if (reported === undefined) throw new Permanent("no-status", "the item names no message or no status");
    const named = { phoneNumberId: data.phoneNumberId, businessAccountId: data.wabaId };
    return atHome(services, named, async ({ tenantId, outletId }) =>
      statuses.submit({ tenantId, outletId, named, reported, raw: data.status, cause: event }),
    );
  };
}
