import { metadataOf } from "./metadata.ts";
import { accountOf, type ItemUpdate, type Update, type UpdateContact } from "./update.ts";

type Value = {
  metadata?: { phone_number_id: string };
  contacts?: UpdateContact[];
  messages?: unknown[];
  statuses?: unknown[];
  message_echoes?: unknown[];
};

type Change = { value: Value; field: string };
type Entry = { id: string; time?: number; changes: Change[] };

const fields = { messages: "messages", statuses: "messages", message_echoes: "smb_message_echoes" };

/**
 * The body for these updates, in their order: neighbours of one account share an entry, neighbours of one number
 * and kind share a change.
 */
export function envelope(updates: readonly Update[]): { object: string; entry: Entry[] } {
  const entry: Entry[] = [];
  for (const update of updates) {
    const time = update.kind === "value" ? update.time : undefined;
    let last = entry.at(-1);
    if (last?.id !== accountOf(update) || last.time !== time) {
      last = { id: accountOf(update), ...(time !== undefined && { time }), changes: [] };
      entry.push(last);
    }
    if (update.kind === "value") last.changes.push({ value: update.value, field: update.field });
    else append(last, update);
  }
  return { object: "whatsapp_business_account", entry };
}

function append(entry: Entry, { kind, number, contacts, item }: ItemUpdate): void {
  let value = entry.changes.at(-1)?.value;
  if (value?.metadata?.phone_number_id !== number.phoneNumberId || value[kind] === undefined) {
    value = metadataOf(number);
    entry.changes.push({ value, field: fields[kind] });
  }
  for (const contact of contacts)
    if (!value.contacts?.some(({ user_id }) => user_id === contact.user_id))
      (value.contacts ??= []).push(contact);
  (value[kind] ??= []).push(item);
}
