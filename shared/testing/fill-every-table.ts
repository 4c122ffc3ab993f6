import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { recordAudit } from "../tenants/queries/audit-log.ts";
import { fillBilling } from "./fill-billing.ts";
import { toJsonb } from "../db/jsonb.ts";
import type { seedData } from "./examples/seed-data.ts";
import type { TenantTransaction } from "../db/tenant-scope.ts";

/** For tests: a row in each table that the seed leaves empty, so that isolation is tried on rows that exist. */
export async function fillEveryTable(
  trx: TenantTransaction,
  { id: tenantId, outlet, knowledgeBase, subscription, users: [admin, agent] }: (typeof seedData)[number],
): Promise<void> {
  const outletId = outlet.id;
  const now = new Date();
  const contact = await trx
    .insertInto("contacts")
    .values({ phone: "6281234567890", business_scoped_user_id: "ID.1", profile_name: "Sari" })
    .returning("id")
    .executeTakeFirstOrThrow();
  const conversation = await trx
    .insertInto("conversations")
    .values({ outlet_id: outletId, contact_id: contact.id, assigned_user_id: admin?.id ?? null })
    .returning("id")
    .executeTakeFirstOrThrow();
  const place = {
    outlet_id: outletId,
    contact_id: contact.id,
    conversation_id: conversation.id,
    type: "text",
  };
  const question = await trx
    .insertInto("messages")
    .values({
      ...place,
      direction: "inbound",
      sender_type: "customer",
      status: "received",
      wamid: "wamid.in",
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  const answer = await trx
    .insertInto("messages")
    .values({
      ...place,
      direction: "outbound",
      sender_type: "bot",
      status: "sent",
      wamid: "wamid.out",
      body: "Yes, we ship to Bandung.",
      trigger_message_id: question.id,
      attempt_id: randomUUID(),
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await trx
    .insertInto("kept_drafts")
    .values({ conversation_id: conversation.id, message_id: answer.id, user_id: admin?.id ?? null })
    .execute();
  await trx
    .insertInto("message_statuses")
    .values({
      outlet_id: outletId,
      message_id: answer.id,
      wamid: "wamid.out",
      status: "sent",
      occurred_at: now,
    })
    .execute();
  await fillInbound(trx, { outletId, contactId: contact.id, messageId: question.id });
  await fillInbox(trx, { conversationId: conversation.id, contactId: contact.id, userId: agent?.id ?? "" });
  await trx
    .insertInto("message_templates")
    .values({
      waba_business_account_id: outlet.businessAccountId,
      name: "order_shipped",
      language: "en",
      category: "UTILITY",
      status: "APPROVED",
    })
    .execute();
  await trx
    .insertInto("documents")
    .values({
      knowledge_base_id: knowledgeBase.id,
      name: "faq.pdf",
      content_type: "application/pdf",
      size_bytes: 1,
      bucket: "documents",
      object_name: `${tenantId}/faq.pdf`,
      object_generation: 1,
    })
    .execute();
  await trx
    .insertInto("send_pacing")
    .values([
      { outlet_id: outletId, full_at: now },
      { outlet_id: outletId, contact_id: contact.id, full_at: now },
    ])
    .execute();
  await trx
    .insertInto("consents")
    .values({ contact_id: contact.id, action: "opt_out", source: "keyword", occurred_at: now })
    .execute();
  await fillBilling(trx, { subscriptionId: subscription.id, outletId, contactId: contact.id });
  await trx
    .insertInto("tenant_data_keys")
    .values({ wrapped_key: Buffer.from("key"), wrapping_key_name: "local" })
    .execute();
  await trx
    .insertInto("number_holdings")
    .values({
      waba_phone_number_id: `former-${outlet.phoneNumberId}`,
      waba_business_account_id: `former-${outlet.businessAccountId}`,
      held_until: now,
    })
    .execute();
  await trx
    .insertInto("outbox")
    .values({ id: randomUUID(), topic: "message.queued", envelope: toJsonb({}) })
    .execute();
  await trx
    .insertInto("dead_letters")
    .values({
      tenant_id: tenantId,
      function_name: "inbound",
      message_id: randomUUID(),
      reason_code: "invalid",
      reason: "No such field",
    })
    .execute();
  await trx
    .insertInto("api_keys")
    .values({
      name: "Shop",
      prefix: randomUUID().replaceAll("-", "").slice(0, 12),
      secret_sha256: Buffer.alloc(32),
      scopes: ["outlets:read"],
    })
    .execute();
  await trx
    .insertInto("tenant_accesses")
    .values({
      operator_uid: "platform-operator",
      reason: "A ticket",
      expires_at: sql<Date>`now() + interval '30 minutes'`,
    })
    .execute();
  await trx
    .insertInto("idempotency_keys")
    .values({
      tenant_id: tenantId,
      principal: "user:1",
      key: randomUUID(),
      request_sha256: Buffer.alloc(32),
      attempt_id: randomUUID(),
      locked_until: now,
    })
    .execute();
  await recordAudit(trx, tenantId, { action: "seed", subjectType: "tenant" });
  await trx
    .insertInto("outlet_knowledge_bases")
    .values({ outlet_id: outletId, knowledge_base_id: knowledgeBase.id })
    .execute();
  await trx
    .insertInto("unanswered_questions")
    .values({ message_id: question.id, question: "Do you ship?", cluster_key: "ship", reason: "no-answer" })
    .execute();
  await trx
    .insertInto("conversation_notices")
    .values({ conversation_id: conversation.id, notice: "unreadable", told_at: now })
    .execute();
  await trx
    .insertInto("model_notices")
    .values({ model: "gpt-4o-mini", ends_on: "2027-01-14", days_before: 30 })
    .execute();
  await trx.insertInto("llm_spend").values({ day: "2026-01-01", tokens: 1 }).execute();
  await trx
    .insertInto("playground_answers")
    .values({ outlet_id: outletId, question: "Do you ship?", outcome: "canceled" })
    .execute();
  await trx
    .insertInto("answer_feedback")
    .values({ message_id: answer.id, user_id: admin?.id ?? null, rating: "up", rated_at: now })
    .execute();
}

async function fillInbox(
  trx: TenantTransaction,
  { conversationId, contactId, userId }: { conversationId: string; contactId: string; userId: string },
): Promise<void> {
  const own = { conversation_id: conversationId, user_id: userId };
  await trx
    .updateTable("conversations")
    .set({ snoozed_at: new Date() })
    .where("id", "=", conversationId)
    .execute();
  await trx
    .insertInto("conversation_reads")
    .values({ ...own, read_message_id: randomUUID() })
    .execute();
  await trx
    .insertInto("conversation_drafts")
    .values({ ...own, body: "We" })
    .execute();
  const note = await trx
    .insertInto("notes")
    .values({ conversation_id: conversationId, author_user_id: userId, body: "Knows the owner" })
    .returning("id")
    .executeTakeFirstOrThrow();
  await trx
    .insertInto("note_mentions")
    .values({ ...own, note_id: note.id })
    .execute();
  const tag = await trx
    .insertInto("tags")
    .values({ name: "Wholesale" })
    .returning("id")
    .executeTakeFirstOrThrow();
  await trx
    .insertInto("conversation_tags")
    .values({ tag_id: tag.id, conversation_id: conversationId })
    .execute();
  await trx.insertInto("contact_tags").values({ tag_id: tag.id, contact_id: contactId }).execute();
  await trx.insertInto("canned_replies").values({ shortcut: "hi", body: "Hello!" }).execute();
  await trx.insertInto("contact_fields").values({ key: "city", label: "City", type: "text" }).execute();
}

async function fillInbound(
  trx: TenantTransaction,
  { outletId, contactId, messageId }: { outletId: string; contactId: string; messageId: string },
): Promise<void> {
  const now = new Date();
  await trx
    .insertInto("contact_aliases")
    .values({ contact_id: contactId, kind: "phone", value: "6281111", retired_at: now })
    .execute();
  await trx
    .insertInto("message_changes")
    .values({
      outlet_id: outletId,
      contact_id: contactId,
      message_id: messageId,
      direction: "inbound",
      wamid: "wamid.reaction",
      target_wamid: "wamid.in",
      kind: "reaction",
      emoji: "👍",
      occurred_at: now,
    })
    .execute();
  await trx
    .insertInto("message_media")
    .values({ message_id: messageId, media_id: "1", expires_at: now })
    .execute();
  await trx
    .insertInto("account_events")
    .values({
      waba_business_account_id: "1",
      event_key: "key",
      field: "account_alerts",
      value: toJsonb({}),
      outcome: "kept",
      occurred_at: now,
    })
    .execute();
}
