import type { Updated } from "./updated.ts";
import { createHash } from "node:crypto";
import { topics } from "../../shared/contracts/topics.ts";
import { namedNumber, readAccountUpdate } from "../../shared/whatsapp/reading/account-update.ts";
import { notAfter } from "../../shared/contracts/loose-json.ts";
import { recordAccountEvent } from "./account-events.ts";
import { lockHomesToChange } from "../../shared/outlets/queries/outlet-homes.ts";
import { noteCoexistence } from "../../shared/outlets/queries/outlets.ts";
import { findTenant } from "../../shared/tenants/queries/tenants.ts";
import { atHome, movedAway } from "../../shared/outlets/at-home.ts";
import { inWork } from "../../shared/runtime/work.ts";
import type { Outcome } from "../../shared/runtime/on-event.ts";
import { Unclaimed } from "../../shared/runtime/unclaimed.ts";
import { applyUpdate } from "./apply-update.ts";
import { accountOf, listConcerned, numberOf } from "./list-concerned.ts";
import { listOutletsOfNumber } from "./outlets-of-number.ts";
import type { AccountServices } from "./services.ts";

/** Only of numbers that are used in the WhatsApp Business app as well. */
const coexistenceFields = new Set(["smb_app_state_sync", "smb_message_echoes", "history"]);

const anotherNumber = "another-number";

/**
 * Keeps what Meta tells, and does what follows from it: of a number for the outlet that has proven it, of an account
 * for each tenant that has proven a number of it. What nobody has proven is nobody's.
 */
export async function handle(event: Updated, services: AccountServices): Promise<Outcome> {
  const { field } = event.data;
  const phoneNumberId = numberOf(event);
  const businessAccountId = accountOf(event);
  if (phoneNumberId !== undefined) {
    const outcome = await atHome(services, { phoneNumberId, businessAccountId }, async (home) =>
      tell(event, services, home.tenantId, [home.outletId]),
    );
    return { outcome, field, tenants: 1 };
  }
  const concerned = await listConcerned(event, services);
  const outcomes = new Set<string>();
  for (const [tenantId, own] of concerned) {
    const outcome = await tell(event, services, tenantId, own);
    outcomes.add(outcome === movedAway ? "moved" : outcome);
  }
  // It names a number that none of them has.
  if ([...outcomes].every((outcome) => outcome === anotherNumber)) throw new Unclaimed({ businessAccountId });
  return { outcome: [...outcomes].join(","), field, tenants: concerned.size };
}

/** Keeps and follows the news for one tenant's outlets, those that have their numbers still. */
async function tell(
  event: Updated,
  services: AccountServices,
  tenantId: string,
  outletIds: readonly string[],
): Promise<string | typeof movedAway> {
  const { data } = event;
  const businessAccountId = accountOf(event);
  const update = readAccountUpdate(data.field, data.value);
  const phoneNumberId = numberOf(event);
  const told = update.occurredAt ?? (data.occurredAt === undefined ? undefined : new Date(data.occurredAt));
  const occurredAt = notAfter(new Date(data.receivedAt), told);
  const eventKey = createHash("sha256").update(topics["account.updated"].dedupeKey(data)).digest("hex");
  return inWork(services, tenantId, event, async (work) => {
    const homes = await lockHomesToChange(work.trx, outletIds);
    const own = [...homes].filter(
      ([, home]) =>
        home.businessAccountId === businessAccountId &&
        (phoneNumberId ?? home.phoneNumberId) === home.phoneNumberId,
    );
    if (own.length === 0) return movedAway;
    const tenant = await findTenant(work.trx);
    if (tenant === undefined || tenant.status === "erasing") return "tenant-erasing";
    const outlets = await listOutletsOfNumber(
      work.trx,
      own.map(([outletId]) => outletId),
      phoneNumberId === undefined ? namedNumber(data.value) : undefined,
    );
    if (outlets.length === 0) return anotherNumber;
    const recorded = await recordAccountEvent(work.trx, {
      businessAccountId,
      eventKey,
      field: data.field,
      subject: update.subject,
      whole: update.whole,
      value: data.value ?? null,
      outcome: update.kind,
      occurredAt,
    });
    if (coexistenceFields.has(data.field) && phoneNumberId !== undefined)
      for (const { id } of outlets) await noteCoexistence(work.trx, id);
    if (recorded === "duplicate") return recorded;
    if (update.kind === "kept") return "kept";
    if (recorded === "stale") return recorded;
    const place = { ...work, tenantId, businessAccountId, outlets, at: occurredAt, now: services.now() };
    return applyUpdate(place, update);
  });
}
