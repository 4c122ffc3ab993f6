import { createHash } from "node:crypto";
import { type EventOf, topics } from "../../shared/contracts/topics.ts";
import { readAccountUpdate } from "../../shared/domain/whatsapp/account-update.ts";
import { asId, notAfter, property } from "../../shared/domain/whatsapp/lenient.ts";
import {
  type AccountOutlet,
  findOutletsOfAccount,
  recordAccountEvent,
} from "../../shared/db/account-events.ts";
import { noteCoexistence } from "../../shared/db/outlets.ts";
import { commitAndPublish } from "../../shared/runtime/commit-and-publish.ts";
import { Permanent } from "../../shared/runtime/errors.ts";
import type { Outcome } from "../../shared/runtime/on-event.ts";
import type { Services } from "../../shared/runtime/services.ts";
import { applyUpdate } from "./apply-update.ts";

type Updated = EventOf<"account.updated">;

/** Only of numbers that are used in the WhatsApp Business app as well. */
const coexistenceFields = new Set(["smb_app_state_sync", "smb_message_echoes", "history"]);

/** Keeps what Meta tells of an account for each tenant that has a number of it, and does what follows from it. */
export async function handle(event: Updated, services: Services<"account">): Promise<Outcome> {
  const outlets = await findOutlets(event, services);
  if (outlets.length === 0) throw new Permanent("unknown-account", "no outlet belongs to this account");
  const { data } = event;
  const update = readAccountUpdate(data.field, data.value);
  const told = update.occurredAt ?? (data.occurredAt === undefined ? undefined : new Date(data.occurredAt));
  const occurredAt = notAfter(new Date(data.receivedAt), told);
  const eventKey = createHash("sha256").update(topics["account.updated"].dedupeKey(data)).digest("hex");

  const outcomes = new Set<string>();
  for (const [tenantId, own] of Map.groupBy(outlets, (outlet) => outlet.tenantId)) {
    const outcome = await commitAndPublish(services, tenantId, event, async (trx, emit) => {
      const tenant = await services.lookups.findTenant(trx, tenantId);
      if (tenant === undefined || tenant.status === "erasing") return "tenant-erasing";
      const recorded = await recordAccountEvent(trx, {
        businessAccountId: data.wabaId,
        eventKey,
        field: data.field,
        subject: update.subject,
        value: data.value ?? null,
        outcome: update.kind,
        occurredAt,
      });
      if (coexistenceFields.has(data.field) && data.phoneNumberId !== undefined)
        for (const { outletId } of own) await noteCoexistence(trx, outletId);
      if (recorded === "duplicate" || update.kind === "kept")
        return recorded === "duplicate" ? recorded : "kept";
      if (recorded === "stale") return recorded;
      return applyUpdate(
        { trx, emit, tenantId, businessAccountId: data.wabaId, outlets: own, at: occurredAt },
        update,
      );
    });
    outcomes.add(outcome);
  }
  return { outcome: [...outcomes].join(","), field: data.field, tenants: outcomes.size };
}

/** The number's outlet where the news is of a number; else all of the account, which partner events name inside. */
async function findOutlets(
  { data }: Updated,
  { db, lookups }: Services<"account">,
): Promise<AccountOutlet[]> {
  const phoneNumberId =
    data.phoneNumberId ?? asId(property(property(data.value, "recipient"), "phone_number_id"));
  if (phoneNumberId !== undefined) {
    const found = await lookups.findOutlet(db, phoneNumberId);
    if (found !== undefined) return [{ ...found, phoneNumberId }];
  }
  const named = asId(property(property(data.value, "waba_info"), "waba_id"));
  return findOutletsOfAccount(db, named ?? data.wabaId);
}
