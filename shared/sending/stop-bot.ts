import { claimQuotaNotice } from "../billing/queries/quota-notices.ts";
import { noticeText, ownNoticeText } from "../conversations/rules/notices.ts";
import { spokenLanguage } from "../conversations/rules/spoken-language.ts";
import type { Conversation, Tenant } from "../db/schema.d.ts";
import type { Work } from "../runtime/work.ts";
import { handOverToPeople } from "./hand-over-to-people.ts";
import { queueNotice } from "./queue-notice.ts";

/**
 * The tenant's quota lets no bot answer: the conversation, which the caller has locked, goes to people, and the customer
 * is told so, once in a billing period.
 */
export async function stopBot(
  work: Pick<Work, "trx" | "emit">,
  tenant: Pick<Tenant, "quota_state" | "llm_config" | "default_language">,
  conversation: Conversation,
  { id: messageId, body: question, now }: { id: string; body: string | null; now: Date },
): Promise<void> {
  const { id: conversationId, outlet_id: outletId, contact_id: contactId } = conversation;
  const tellsCustomer = await claimQuotaNotice(work.trx, contactId, now);
  const why = { code: "quota", reason: `quota-${tenant.quota_state}` } as const;
  const { epoch, close } = await handOverToPeople(work, conversation, why, { now, tellsCustomer });
  if (!tellsCustomer) return;
  const { llm_config: llmConfig, default_language: own } = tenant;
  const language = spokenLanguage({ question: question ?? "", language: own ?? undefined });
  const isOwn = ownNoticeText("quota", llmConfig) !== undefined;
  const body = close(noticeText("quota", { llmConfig, language }), language, isOwn);
  await queueNotice(work, { messageId, conversationId, outletId, contactId }, { body, epoch }, now);
}
