import type { ReportedStatus } from "../domain/whatsapp/reported-status.ts";
import { toJsonb, toStorableText } from "./jsonb.ts";
import type { MessageStatus } from "./schema/message-statuses.ts";
import type { TenantTransaction } from "./tenant-scope.ts";

/**
 * Keeps a status as Meta reported it; false when it was kept before. Without `messageId` it is parked until
 * the message that it tells of is stored.
 */
export async function recordMessageStatus(
  trx: TenantTransaction,
  outletId: string,
  messageId: string | undefined,
  reported: ReportedStatus,
  raw: unknown,
): Promise<boolean> {
  const inserted = await trx
    .insertInto("message_statuses")
    .values({
      outlet_id: outletId,
      message_id: messageId ?? null,
      wamid: reported.wamid,
      status: reported.word,
      recipient: reported.recipient ?? "",
      occurred_at: reported.occurredAt,
      callback_data: reported.callbackData === undefined ? null : toStorableText(reported.callbackData),
      errors: reported.errors.length === 0 ? null : toJsonb(reported.errors),
      pricing: reported.pricing === undefined ? null : toJsonb(reported.pricing),
      raw: toJsonb(raw),
    })
    .onConflict((conflict) => conflict.columns(["outlet_id", "wamid", "status", "recipient"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  return inserted !== undefined;
}

/** Joins the statuses that came before their message was stored; resolves to them. */
export async function joinParkedStatuses(
  trx: TenantTransaction,
  outletId: string,
  wamid: string,
  messageId: string,
): Promise<MessageStatus[]> {
  return trx
    .updateTable("message_statuses")
    .set({ message_id: messageId })
    .where("outlet_id", "=", outletId)
    .where("wamid", "=", wamid)
    .where("message_id", "is", null)
    .returningAll()
    .execute();
}
