import { asObject } from "../../shared/contracts/loose-json.ts";
import { readReportedStatus } from "../../shared/whatsapp/reading/reported-status.ts";
import { joinParkedStatuses } from "../../shared/sending/queries/message-statuses.ts";
import { lockMessage } from "../../shared/conversations/queries/messages.ts";
import { applyReports } from "../../shared/sending/apply-reports.ts";
import type { Item } from "./item.ts";

/** Applies the statuses that came before their message of the business, whose conversation the caller has locked. */
export async function joinStatuses({ trx, emit, outletId, message }: Item, messageId: string): Promise<void> {
  const parked = await joinParkedStatuses(trx, [{ messageId, outletId, wamid: message.wamid }]);
  const stored = parked.length === 0 ? undefined : await lockMessage(trx, messageId);
  if (stored === undefined) return;
  const reports = parked.flatMap(({ raw, occurred_at: at }) => {
    const reported = readReportedStatus(asObject(raw) ?? {}, at);
    return reported === undefined ? [] : [{ message: stored, reported, emit }];
  });
  await applyReports(trx, reports, { holdsQuota: false });
}
