import { noticeText, ownNoticeText } from "../domain/reply/notices.ts";
import { spokenLanguage } from "../domain/reply/spoken-language.ts";
import { claimQuotaNotice } from "../db/billing/quota-notices.ts";
import type { Conversation } from "../db/schema/conversations.ts";
import type { Tenant } from "../db/schema/tenants.ts";
import type { TenantTransaction } from "../db/tenant-scope.ts";
import type { Emit } from "./commit-and-publish.ts";
import { handOverToPeople } from "./hand-over-to-people.ts";
import { queueNotice } from "./queue-notice.ts";

/**
 * The tenant's quota lets no bot answer: the conversation, which the caller has locked, goes to humans, and the customer
 * is told so, once in a billing period.
 */
export async function stopBot(
  trx: TenantTransaction,
  emit: Emit,
  tenant: Pick<Tenant, "quota_state" | "llm_config" | "default_language">,
  conversation: Conversation,
  message: { id: string; body: string | null },
  now: Date,
): Promise<void> {
  const { id: conversationId, outlet_id: outletId, contact_id: contactId } = conversation;
  const tellsCustomer = await claimQuotaNotice(trx, contactId, now);
  const reason = `quota-${tenant.quota_state}`;
  const why = { code: "quota", reason } as const;
  const { epoch, close } = await handOverToPeople(trx, emit, conversation, why, { now, tellsCustomer });
  if (!tellsCustomer) return;
  const { llm_config: llmConfig, default_language: own } = tenant;
  const language = spokenLanguage({ question: message.body ?? "", language: own ?? undefined });
  const text = noticeText("quota", { llmConfig, language });
  const body = close(text, language, ownNoticeText("quota", llmConfig) !== undefined);
  const cause = { messageId: message.id, conversationId, outletId, contactId };
  await queueNotice(trx, emit, cause, { body, epoch }, now);
}
