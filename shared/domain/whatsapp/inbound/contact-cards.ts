import { asArray, asText, property } from "../lenient.ts";
import type { KindReading } from "./content.ts";
import { omitMissing } from "./omit-missing.ts";

/** A contact that the customer shared. */
export type ContactCard = {
  name?: string;
  phones: { phone?: string; waId?: string; businessScopedUserId?: string }[];
  emails?: string[];
  organisation?: string;
  /** `contact_request`: the customer's own, sent because we asked for it. */
  origin?: string;
};

const maxCards = 257;

export function readContactCards(shared: unknown): KindReading {
  const cards = asArray(shared).slice(0, maxCards).map(readCard);
  const names = cards
    .map(({ name, phones }) => name ?? phones[0]?.phone)
    .filter((name) => name !== undefined);
  return {
    content: { kind: "contacts", cards },
    body: names.length === 0 ? "[contacts]" : `[contact: ${names.slice(0, 5).join(", ")}]`,
  };
}

function readCard(card: unknown): ContactCard {
  const name = property(card, "name");
  const full = [asText(property(name, "first_name")), asText(property(name, "last_name"))];
  const joined = full.filter((part) => part !== undefined).join(" ");
  const phones = asArray(property(card, "phones")).map((phone) =>
    omitMissing({
      phone: asText(property(phone, "phone")),
      waId: asText(property(phone, "wa_id")),
      businessScopedUserId: asText(property(phone, "user_id")),
    }),
  );
  const emails = asArray(property(card, "emails"))
    .map((email) => asText(property(email, "email")))
    .filter((email) => email !== undefined);
  return omitMissing({
    name: asText(property(name, "formatted_name")) ?? (joined === "" ? undefined : joined),
    phones,
    emails: emails.length === 0 ? undefined : emails,
    organisation: asText(property(property(card, "org"), "company")),
    origin: asText(property(card, "origin")),
  });
}
