import { type Opening, openingAt, readBusinessHours } from "../domain/conversation/business-hours.ts";
import { firstLookAt, readTakeBackSettings } from "../domain/conversation/plan-take-back.ts";
import { closingWords } from "../domain/reply/hand-over-words.ts";
import type { Handoff } from "../domain/reply/plan-reply.ts";
import { readMessagingSettings } from "../domain/whatsapp/outbound/messaging-settings.ts";
import type { CustomerLanguage } from "../domain/words/words-in.ts";
import { handOver } from "../db/conversations.ts";
import { getOutlet } from "../db/outlets.ts";
import type { Conversation } from "../db/schema/conversations.ts";
import type { TenantTransaction } from "../db/tenant-scope.ts";
import { findTenant } from "../db/tenants.ts";
import { hasTurnSince } from "../db/turns.ts";
import type { Emit } from "./commit-and-publish.ts";

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
  trx: TenantTransaction,
  emit: Emit,
  { id: conversationId, outlet_id: outletId, customer_told_at: toldAt }: Conversation,
  why: Handoff,
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
    close: (words, language, isOwn) =>
      [words, closingWords(opening, { language, timeZone, now, isOwn })]
        .filter((part) => part !== undefined && part !== "")
        // Beside a long answer it stands by itself.
        .join(words.length > 160 || words.includes("\n") ? "\n\n" : " "),
  };
}
