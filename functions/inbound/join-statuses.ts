import { asObject } from "../../shared/domain/whatsapp/lenient.ts";
import { readReportedStatus } from "../../shared/domain/whatsapp/reported-status.ts";
import { joinParkedStatuses } from "../../shared/db/message-statuses.ts";
import { lockMessage } from "../../shared/db/messages.ts";
import type { TenantTransaction } from "../../shared/db/tenant-scope.ts";
import { applyStatus } from "../../shared/runtime/apply-status.ts";
import type { Emit } from "../../shared/runtime/commit-and-publish.ts";

/** Applies the statuses that came before their message of the business. */
export async function joinStatuses(
  trx: TenantTransaction,
  emit: Emit,
  outletId: string,
  wamid: string,
  messageId: string,
): Promise<void> {
  for (const parked of await joinParkedStatuses(trx, outletId, wamid, messageId)) {
    const reported = readReportedStatus(asObject(parked.raw) ?? {}, parked.occurred_at);
    const current = await lockMessage(trx, messageId);
    if (reported !== undefined && current !== undefined) await applyStatus(trx, emit, current, reported);
  }
}
