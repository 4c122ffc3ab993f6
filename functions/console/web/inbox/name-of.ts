import type { Schemas } from "../api/client.ts";
import { m } from "../messages/messages.ts";

/** What a person is called by: a name, else the number, else the name on WhatsApp. */
export function nameOf({ name, phone, username }: Schemas["Conversation"]["contact"]): string {
  if (name) return name;
  if (phone) return numberOf(phone);
  return username ? `@${username}` : m("unknownPerson");
}

/** A phone number as people write it, with the plus that the API may leave out. */
export function numberOf(phone: string): string {
  return `+${phone.replace(/^\+/, "")}`;
}
