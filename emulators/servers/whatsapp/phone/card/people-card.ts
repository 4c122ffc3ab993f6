import { field, listOf, textField } from "../../json-field.ts";
import type { Card } from "./card.ts";

/** Contact cards. */
export function peopleCard(contacts: unknown): Card {
  const people = listOf(contacts).map((contact) => {
    const phones = listOf(field(contact, "phones")).map((phone) => textField(phone, "phone"));
    const emails = listOf(field(contact, "emails")).map((email) => textField(email, "email"));
    const company = textField(field(contact, "org"), "company");
    const name = textField(field(contact, "name"), "formatted_name");
    const lines = [company, ...phones, ...emails].filter((line) => line !== undefined);
    return { name: name ?? lines[0] ?? "Contact", lines };
  });
  return { people };
}
