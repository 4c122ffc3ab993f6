import type { Place } from "./place.ts";
import type { Sender } from "../../shared/whatsapp/reading/inbound-message.ts";
import type { AccountUpdate } from "../../shared/whatsapp/reading/account-update.ts";
import { recordAddressBookName, updateTemplate } from "./account-events.ts";
import { forgetRefusal, markTemplatesSynced } from "../../shared/templates/queries/message-templates.ts";
import { recordConsent } from "../../shared/contacts/queries/consents.ts";
import {
  lockOpenConversation,
  recordHandoverSummary,
} from "../../shared/conversations/queries/conversations.ts";
import { lockContact } from "../../shared/contacts/queries/contacts.ts";
import { restoreSending, stopSending } from "./change-sending.ts";
import { updateNumber } from "./update-number.ts";

/** Does what follows from the news; resolves to what came of it. */
export async function applyUpdate(
  place: Place,
  update: Exclude<AccountUpdate, { kind: "kept" }>,
): Promise<string> {
  const { trx, emit, businessAccountId, outlets, at } = place;
  switch (update.kind) {
    case "template-status":
    case "template-quality":
    case "template-category": {
      await forgetRefusal(trx, { businessAccountId, ...update.template });
      const isKnown = await updateTemplate(
        trx,
        { businessAccountId, ...update.template },
        templateChange(update),
      );
      if (isKnown) return update.kind;
      // There are others than were listed.
      await markTemplatesSynced(trx, businessAccountId, null);
      return "unknown-template";
    }
    case "sending-stopped":
      return stopSending(place, update);
    case "sending-restored":
      return restoreSending(place);
    case "number-quality":
      return updateNumber(place, update);
    case "address-book": {
      const { username, name } = update;
      const sender = { ...identityOf(update), ...(username === undefined ? {} : { username }) };
      const contact = await lockContact(trx, sender, at);
      await recordAddressBookName(trx, contact.id, name ?? null, at);
      return update.kind;
    }
    case "handover": {
      const contact = await lockContact(trx, identityOf(update), at);
      for (const { id: outletId } of outlets) {
        const conversation = await lockOpenConversation(trx, { outletId, contactId: contact.id });
        await recordHandoverSummary(trx, conversation.id, update.summary);
        emit("conversation.changed", { conversationId: conversation.id, change: "handling" });
      }
      return update.kind;
    }
    case "preference": {
      const { wanted, detail } = update;
      const contact = await lockContact(trx, identityOf(update), at);
      const action = wanted ? "opt_in" : "opt_out";
      await recordConsent(trx, { contactId: contact.id, action, source: "whatsapp", detail, occurredAt: at });
      return update.kind;
    }
  }
}

function identityOf({
  phone,
  businessScopedUserId,
}: {
  phone?: string;
  businessScopedUserId?: string;
}): Sender {
  return {
    ...(phone === undefined ? {} : { phone }),
    ...(businessScopedUserId === undefined ? {} : { businessScopedUserId }),
  };
}

type TemplateUpdate = Extract<AccountUpdate, { kind: `template-${string}` }>;

function templateChange(update: TemplateUpdate): Parameters<typeof updateTemplate>[2] {
  switch (update.kind) {
    case "template-status": {
      const { status, category, reason } = update;
      return { status, reason: reason ?? null, ...(category === undefined ? {} : { category }) };
    }
    case "template-quality":
      return { quality: update.quality };
    case "template-category":
      return { category: update.category };
  }
}
