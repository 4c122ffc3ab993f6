import { anotherApp } from "../../shared/domain/conversation/another-app.ts";
import { isTakenBy } from "../../shared/domain/conversation/handoff-code.ts";
import { readTakeBackSettings } from "../../shared/domain/conversation/plan-take-back.ts";
import { readMessagingSettings } from "../../shared/domain/whatsapp/outbound/messaging-settings.ts";
import type { Conversation } from "../../shared/db/schema/conversations.ts";
import type { Tenant } from "../../shared/db/schema/tenants.ts";

/**
 * Whether it is to be looked again whether the bot takes the conversation back, now that its customer has written on:
 * nobody looks any more, and it may be taken back at all.
 */
export function mayBeTakenBack(
  conversation: Pick<
    Conversation,
    "handled_by" | "take_back_at" | "handoff_reason" | "handoff_code" | "assigned_user_id"
  >,
  tenant: Pick<Tenant, "messaging">,
): boolean {
  const { handled_by: handledBy, take_back_at: takeBackAt, handoff_reason: reason } = conversation;
  if (handledBy !== "human" || takeBackAt !== null || reason === anotherApp) return false;
  if (conversation.handoff_code === "rule") return false;
  const { insideHours, outsideHours, whenTaken } = readTakeBackSettings(
    readMessagingSettings(tenant.messaging).takeBack,
  );
  const isTaken = isTakenBy(conversation.handoff_code) || conversation.assigned_user_id !== null;
  return isTaken ? whenTaken !== null : insideHours !== null || outsideHours !== null;
}
