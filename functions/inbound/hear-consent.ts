import { consentPayloads } from "../../shared/contacts/rules/consent-payloads.ts";
import { type ConsentWord, readConsentWord } from "../../shared/contacts/rules/consent-words.ts";
import { readMessagingSettings } from "../../shared/tenants/rules/messaging-settings.ts";
import { recordConsent } from "../../shared/contacts/queries/consents.ts";
import { isMadeOfCategory } from "../../shared/templates/queries/message-templates.ts";
import type { Contact } from "../../shared/db/schema.d.ts";
import type { Item } from "./item.ts";

export type Noted =
  /** A message like any other. */
  | { kind: "ordinary" }
  /** It is nothing but such a word: no answer, but that it was heard. */
  | { kind: "heard"; word: ConsentWord }
  /** It comes late: the customer has said otherwise since. */
  | { kind: "outdated" };

/**
 * Keeps that the customer wants no marketing any more, or wants it again, when the message says nothing else. To start
 * what was never stopped is a message like any other, and so is a button that says "cancel" of an appointment.
 */
export async function noteConsent(item: Item, contact: Pick<Contact, "id" | "opted_out_at">): Promise<Noted> {
  const { trx, message, sentAt } = item;
  const word = message.groupId === undefined ? await readWord(item) : undefined;
  if (word === undefined) return { kind: "ordinary" };
  const last = await recordConsent(trx, {
    contactId: contact.id,
    action: word.action === "opt_out" ? "opt_out" : "resume",
    source: "keyword",
    detail: message.body.slice(0, 100),
    occurredAt: sentAt,
  });
  const endsMarketing = word.action === "opt_out";
  if (!endsMarketing && contact.opted_out_at === null) return { kind: "ordinary" };
  return (last.action === "opt_out") === endsMarketing ? { kind: "heard", word } : { kind: "outdated" };
}

/** A tapped button is a word of consent by what we gave it to carry, or on a message of marketing by what stands on it. */
async function readWord({ trx, tenant, outletId, message }: Item): Promise<ConsentWord | undefined> {
  const { content, contextWamid: wamid, body } = message;
  const choices = {
    ...readMessagingSettings(tenant.messaging),
    language: tenant.default_language ?? undefined,
  };
  if (content.kind === "text") return readConsentWord(body, choices);
  if (content.kind !== "button_reply") return undefined;
  const carried = content.payload ?? content.id ?? "";
  const action = Object.hasOwn(consentPayloads, carried) ? consentPayloads[carried] : undefined;
  const said = readConsentWord(content.title ?? "", choices);
  if (action !== undefined) return said?.action === action ? said : { action };
  const isMarketing =
    said !== undefined &&
    wamid !== undefined &&
    (await isMadeOfCategory(trx, { outletId, wamid, category: "MARKETING" }));
  return isMarketing ? said : undefined;
}
