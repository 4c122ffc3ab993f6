import { asArray, asName, asText, property } from "../../../contracts/loose-json.ts";
import type { KindReading } from "./kind-reading.ts";
import { omitMissing } from "./omit-missing.ts";

/** A contact that the customer shared. */
export type ContactCard = {
  name?: string;
  phones: { phone?: string; waId?: string; businessScopedUserId?: string; type?: string }[];
  emails?: string[];
  organisation?: string;
  department?: string;
  title?: string;
  addresses?: string[];
  urls?: string[];
  /** As the customer wrote it: `YYYY-MM-DD`, mostly. */
  birthday?: string;
  /** The whole card as text, where WhatsApp gives it. */
  vcard?: string;
  /** `contact_request`: the customer's own, sent because we asked for it. */
  origin?: string;
};

const maxCards = 257;
/** Of each kind, on one card. */
const maxEntries = 50;

export function readContactCards(shared: unknown): KindReading<{ kind: "contacts"; cards: ContactCard[] }> {
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
  const org = property(card, "org");
  const phones = entriesOf(card, "phones").map((phone) =>
    omitMissing({
      phone: asName(property(phone, "phone")),
      waId: asName(property(phone, "wa_id")),
      businessScopedUserId: asName(property(phone, "user_id")),
      type: asName(property(phone, "type")),
    }),
  );
  return omitMissing({
    name: asName(property(name, "formatted_name")) ?? joined(name, nameParts, " "),
    phones,
    emails: present(entriesOf(card, "emails").map((email) => asName(property(email, "email")))),
    organisation: asName(property(org, "company")),
    department: asName(property(org, "department")),
    title: asName(property(org, "title")),
    addresses: present(entriesOf(card, "addresses").map((address) => joined(address, addressParts, ", "))),
    urls: present(entriesOf(card, "urls").map((url) => asText(property(url, "url")))),
    birthday: asName(property(card, "birthday")),
    vcard: asText(property(card, "vcard")),
    origin: asName(property(card, "origin")),
  });
}

const nameParts = ["prefix", "first_name", "middle_name", "last_name", "suffix"];
const addressParts = ["street", "city", "state", "zip", "country"];

function entriesOf(card: unknown, key: string): unknown[] {
  return asArray(property(card, key)).slice(0, maxEntries);
}

/** The parts that there are, as one text. */
function joined(whole: unknown, keys: readonly string[], separator: string): string | undefined {
  const parts = keys.map((key) => asName(property(whole, key))).filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(separator);
}

function present(texts: readonly (string | undefined)[]): string[] | undefined {
  const found = texts.filter((text) => text !== undefined);
  return found.length === 0 ? undefined : found;
}
