import type { Envelope } from "../../shared/contracts/envelope.ts";
import { inSeveralTenants } from "../../shared/db/in-several-tenants.ts";
import { insertOutbox } from "../../shared/db/outbox.ts";
import {
  lockReportedMessages,
  recordMessageStatuses,
  type ReportedMessage,
  statusKey,
} from "../../shared/sending/queries/status-batches.ts";
import type { TenantTransaction } from "../../shared/db/tenant-scope.ts";
import { applyReports, type Report } from "../../shared/sending/apply-reports.ts";
import type { movedAway } from "../../shared/outlets/at-home.ts";
import { type Emit, publishCommitted, toOutboxRow } from "../../shared/runtime/work.ts";
import { newEvent } from "../../shared/runtime/new-event.ts";
import type { Outcome } from "../../shared/runtime/on-event.ts";
import { findSubject, subjectOf } from "./find-subject.ts";
import { keepAtHome } from "./keep-at-home.ts";
import { linkCustomers, listToLink } from "./link-customers.ts";
import { parkStatuses } from "./park-statuses.ts";
import { byTenant, type Outcomes, type StatusItem } from "./status-item.ts";
import type { StatusServices } from "./services.ts";

type Given = Pick<StatusServices, "db" | "bus" | "log"> & {
  config: Pick<StatusServices["config"], "KEEP_RAW_DAYS">;
};

/**
 * Keeps statuses of several tenants, with all that follows from them; an outcome for each. Those of messages that are
 * stored are committed together. Then the others are parked, and what was stored in between has another round.
 */
export async function commitStatuses(
  services: Given,
  items: readonly StatusItem[],
): Promise<(Outcome | typeof movedAway)[]> {
  const outcomes: Outcomes = new Map();
  let left = items;
  while (left.length > 0) {
    const unknown = await keepStatuses(services, left, outcomes);
    left = await parkStatuses(services.db, unknown, outcomes);
  }
  return items.map((item) => outcomes.get(item) ?? { outcome: "duplicate" });
}

/** Keeps and applies the statuses of messages that are stored, in one transaction; resolves to the others. */
async function keepStatuses(
  services: Given,
  items: readonly StatusItem[],
  outcomes: Outcomes,
): Promise<StatusItem[]> {
  const unknown: StatusItem[] = [];
  const emitted = new Map<string, Envelope[]>();
  const linked: (() => Promise<void>)[] = [];
  await inSeveralTenants(services.db, async ({ enter }) => {
    for (const [tenantId, given] of byTenant(items)) {
      const trx = await enter(tenantId);
      const own = await keepAtHome(trx, given, outcomes);
      const messages = await lockReportedMessages(trx, own.map(subjectOf));
      const known = own.flatMap((item) => {
        const message = findSubject(messages, item);
        return message === undefined ? [] : [{ item, message }];
      });
      const isKnown = new Set(known.map(({ item }) => item));
      unknown.push(...own.filter((item) => !isKnown.has(item)));
      if (known.length === 0) continue;
      const events: Envelope[] = [];
      await apply(trx, services, known, events, outcomes);
      await insertOutbox(trx, events.map(toOutboxRow));
      const customers = await listToLink(trx, known);
      if (customers.length > 0) linked.push(async () => linkCustomers(services, tenantId, customers));
      emitted.set(tenantId, events);
    }
  });
  await Promise.all(
    [...emitted]
      .filter(([, events]) => events.length > 0)
      .map(async ([tenantId, events]) => publishCommitted(services, tenantId, events)),
  );
  for (const link of linked) await link();
  return unknown;
}

async function apply(
  trx: TenantTransaction,
  { log, config }: Given,
  known: readonly { item: StatusItem; message: ReportedMessage }[],
  events: Envelope[],
  outcomes: Outcomes,
): Promise<void> {
  const isNew = await recordMessageStatuses(
    trx,
    known.map(({ item: { raw, ...item }, message }) => ({
      ...item,
      messageId: message.id,
      raw: config.KEEP_RAW_DAYS === 0 ? null : raw,
    })),
  );
  // A status that the group holds twice is new once.
  const fresh = known.filter(({ item }) => isNew.delete(statusKey(item)));
  const reports = fresh.map(({ item: { reported, cause, tenantId }, message }): Report => {
    const emit: Emit = (name, data) =>
      events.push(newEvent(name, data, { ...cause, tenantId }) as unknown as Envelope);
    return { message, reported, emit };
  });
  const { statuses, paused } = await applyReports(trx, reports);
  for (const [index, { item }] of fresh.entries()) {
    const status = statuses[index];
    const { word } = item.reported;
    outcomes.set(
      item,
      status === undefined ? { outcome: "no-change", word } : { outcome: "applied", status },
    );
  }
  for (const { outletId, reason } of paused)
    log.error("an outlet was paused", { tenantId: known[0]?.item.tenantId, outletId, reason });
}
