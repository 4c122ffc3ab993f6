import { anotherApp } from "../../shared/conversations/rules/another-app.ts";
import { isTakenBy } from "../../shared/conversations/rules/handoff-code.ts";
import { readTakeBackSettings } from "../../shared/tenants/rules/take-back-settings.ts";
import { readMessagingSettings } from "../../shared/tenants/rules/messaging-settings.ts";
import type { Conversation } from "../../shared/db/schema.d.ts";
import type { Tenant } from "../../shared/db/schema.d.ts";

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
