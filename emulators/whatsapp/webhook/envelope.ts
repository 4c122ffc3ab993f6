import type { Update, UpdateContact } from "./update.ts";

type Value = {
  messaging_product: "whatsapp";
  metadata: { display_phone_number: string; phone_number_id: string };
  contacts?: UpdateContact[];
  messages?: unknown[];
  statuses?: unknown[];
};

type Entry = { id: string; changes: { value: Value; field: "messages" }[] };

/**
 * The body for these updates, in their order: neighbours of one account share an entry, neighbours of one number
 * and kind share a change.
 */
export function envelope(updates: readonly Update[]): { object: string; entry: Entry[] } {
  const entry: Entry[] = [];
  for (const update of updates) {
    let last = entry.at(-1);
    if (last?.id !== update.number.wabaId) {
      last = { id: update.number.wabaId, changes: [] };
      entry.push(last);
    }
    append(last, update);
  }
  return { object: "whatsapp_business_account", entry };
}

function append(entry: Entry, { kind, number, contacts, item }: Update): void {
  let value = entry.changes.at(-1)?.value;
  if (value?.metadata.phone_number_id !== number.phoneNumberId || value[kind] === undefined) {
    value = {
      messaging_product: "whatsapp",
      metadata: { display_phone_number: number.displayPhoneNumber, phone_number_id: number.phoneNumberId },
    };
    entry.changes.push({ value, field: "messages" });
  }
  for (const contact of contacts)
    if (!value.contacts?.some(({ user_id }) => user_id === contact.user_id))
      (value.contacts ??= []).push(contact);
  (value[kind] ??= []).push(item);
}
