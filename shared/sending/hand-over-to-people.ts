import { type Opening, openingAt, readBusinessHours } from "../conversations/rules/business-hours.ts";
import { firstLookAt } from "../conversations/rules/plan-take-back.ts";
import { readTakeBackSettings } from "../tenants/rules/take-back-settings.ts";
import { closeWords } from "../conversations/rules/hand-over-words.ts";
import type { HandoffCode } from "../conversations/rules/handoff-code.ts";
import { readMessagingSettings } from "../tenants/rules/messaging-settings.ts";
import type { CustomerLanguage } from "../conversations/rules/words/words-in.ts";
import { handOver } from "../conversations/queries/conversations.ts";
import { getOutlet } from "../outlets/queries/outlets.ts";
import type { Conversation } from "../db/schema.d.ts";
import { findTenant } from "../tenants/queries/tenants.ts";
import { hasTurnSince } from "../conversations/queries/turns.ts";
import type { Work } from "../runtime/work.ts";

export type HandedOver = {
  epoch: number;
  /** Nobody has answered since the customer was last told that a colleague will: saying it again says nothing. */
  isToldAlready: boolean;
  /** The words with what closes them: that a colleague will answer, and when. `isOwn`: they are the tenant's. */
  close(words: string, language: CustomerLanguage, isOwn: boolean): string;
};

/**
 * Gives the conversation, which the caller has locked, to people, who are told by mail, and notes when it is looked at
 * whether the bot takes it back. With `tellsCustomer` the caller says so to the customer, in words that this closes.
 */
export async function handOverToPeople(
  { trx, emit }: Pick<Work, "trx" | "emit">,
  { id: conversationId, outlet_id: outletId, customer_told_at: toldAt }: Conversation,
  why: { code: HandoffCode; reason: string; summary?: string },
  { now, tellsCustomer = false }: { now: Date; tellsCustomer?: boolean },
): Promise<HandedOver> {
  const tenant = await findTenant(trx);
  const hours = readBusinessHours((await getOutlet(trx, outletId)).business_hours);
  const timeZone = hours?.timeZone ?? tenant?.time_zone ?? "UTC";
  const opening: Opening = hours === undefined ? { isOpen: true } : openingAt(hours, now, timeZone);
  const settings = readTakeBackSettings(readMessagingSettings(tenant?.messaging).takeBack);
  const isToldAlready = toldAt !== null && !(await hasTurnSince(trx, conversationId, toldAt));
  const epoch = await handOver(trx, conversationId, {
    ...why,
    takeBackAt: firstLookAt({ code: why.code, handedOverAt: now, wasOpen: opening.isOpen }, settings),
    tellPeopleAt: now,
    tellsCustomer: tellsCustomer && !isToldAlready,
  });
  emit("conversation.changed", { conversationId, change: "handling" });
  return {
    epoch,
    isToldAlready,
    close: (words, language, isOwn) => closeWords(words, opening, { language, timeZone, now, isOwn }),
  };
}
