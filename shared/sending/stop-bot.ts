import { noticeText } from "../conversations/rules/notices.ts";
import { claimQuotaNotice } from "../billing/queries/quota-notices.ts";
import { handOver } from "../conversations/queries/conversations.ts";
import type { Tenant } from "../db/schema.d.ts";
import { queueNotice } from "./queue-notice.ts";
import type { Work } from "../runtime/work.ts";

/**
 * The tenant's quota lets no bot answer: the conversation, which the caller has locked, goes to humans, and the customer
 * is told so, once in a billing period.
 */
export async function stopBot(
  work: Work,
  tenant: Pick<Tenant, "quota_state" | "llm_config" | "default_language">,
  message: { id: string; conversationId: string; outletId: string; contactId: string },
  now: Date,
): Promise<void> {
  const { conversationId, contactId } = message;
  const epoch = await handOver(work.trx, conversationId, {
    code: "quota",
    reason: `quota-${tenant.quota_state}`,
  });
  work.emit("conversation.changed", { conversationId, change: "handling" });
  if (!(await claimQuotaNotice(work.trx, contactId, now))) return;
  const language = tenant.default_language ?? undefined;
  const body = noticeText("quota", { llmConfig: tenant.llm_config, language });
  await queueNotice(work, { ...message, messageId: message.id }, { body, epoch }, now);
}
