import type { OutboundMessage } from "../../shared/domain/whatsapp/outbound/outbound-message.ts";
import { findTemplate } from "../../shared/db/message-templates.ts";
import type { TenantTransaction } from "../../shared/db/tenant-scope.ts";
import type { Emit } from "../../shared/runtime/commit-and-publish.ts";

type Sent = {
  messageId: string;
  message?: OutboundMessage;
  access: { businessAccountId?: string };
};

/** A template counts by its category as well, for which Meta charges. One that was never listed has none we know. */
export async function meterTemplate(
  trx: TenantTransaction,
  emit: Emit,
  { messageId, message, access: { businessAccountId } }: Sent,
): Promise<void> {
  if (message?.type !== "template" || businessAccountId === undefined) return;
  const template = await findTemplate(trx, { ...message, businessAccountId });
  const category = template?.category.toLowerCase().replaceAll(/[^a-z_]/g, "_") || "unknown";
  emit("usage.recorded", { meter: `template.${category}`, quantity: 1, subjectId: messageId });
}
