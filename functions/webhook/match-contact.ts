import { asArray, asObject, asText, type JsonObject, property } from "../../shared/contracts/loose-json.ts";
import { asPhone, asUserId } from "../../shared/whatsapp/rules/identity.ts";
import { phoneKey } from "../../shared/contacts/rules/phone-forms.ts";

type Kind = "message" | "echo" | "status" | "entry";

/** Where an item of each kind names its customer, the surest first. */
const customerKeys: Record<Kind, readonly string[]> = {
  message: ["from_user_id", "from"],
  echo: ["to_user_id", "to"],
  status: ["recipient_user_id", "recipient_id"],
  entry: ["user_id", "wa_id", "phone_number"],
};

/**
 * Finds the contact that an item's customer is, and none that is somebody else: its name and ids would become the
 * customer's. The only contact of an only item is the customer's where nothing says otherwise, for Meta may leave ids out.
 */
export function indexContacts(
  contacts: unknown,
  kind: Kind,
  itemCount: number,
): (item: JsonObject) => JsonObject | undefined {
  const all = asArray(contacts).map(asObject);
  if (all.length === 0) return () => undefined;
  const only = all.length === 1 && itemCount === 1 ? all[0] : undefined;
  const byId = new Map<string, JsonObject>();
  for (const contact of all) {
    for (const key of ["user_id", "wa_id"]) {
      const id = asText(property(contact, key));
      if (contact !== undefined && id !== undefined && !byId.has(id)) byId.set(id, contact);
    }
  }
  return (item) => {
    const ids = customerKeys[kind].map((key) => asText(property(item, key)));
    const known = ids.map((id) => (id === undefined ? undefined : byId.get(id))).find(isFound) ?? only;
    return known !== undefined && mayBe(known, ids) ? known : undefined;
  };
}

function isFound(contact: JsonObject | undefined): contact is JsonObject {
  return contact !== undefined;
}

/** Two user ids are two people; so are two numbers, in whatever form, unless a common user id says that they are one. */
function mayBe(contact: JsonObject, ids: readonly (string | undefined)[]): boolean {
  const contactIds = [property(contact, "user_id"), property(contact, "wa_id")];
  const userIds = [first(ids, asUserId), first(contactIds, asUserId)] as const;
  if (userIds.every((id) => id !== undefined)) return userIds[0] === userIds[1];
  const phones = [first(ids, asPhone), first(contactIds, asPhone)] as const;
  if (phones[0] === undefined || phones[1] === undefined) return true;
  return phoneKey(phones[0]) === phoneKey(phones[1]);
}

function first(values: readonly unknown[], read: (value: unknown) => string | undefined): string | undefined {
  return values.map(read).find((value) => value !== undefined);
}
