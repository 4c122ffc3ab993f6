import { asArray, asObject, asText, type JsonObject, property } from "./lenient.ts";

/** One thing that a webhook body tells; a body may hold a thousand of them, of several tenants. */
export type WebhookItem =
  | {
      kind: "message";
      source: "message" | "echo";
      wabaId: string;
      phoneNumberId: string;
      message: JsonObject;
      contact?: JsonObject;
    }
  | { kind: "status"; wabaId: string; phoneNumberId: string; status: JsonObject; contact?: JsonObject }
  | { kind: "account"; wabaId: string; phoneNumberId?: string; field: string; value: unknown }
  | { kind: "rejected"; reason: string; part: unknown };

/** What all items of one change share. */
type Change = { wabaId: string; phoneNumberId: string | undefined; value: JsonObject };

/**
 * Splits an authentic body into its items: every entry × change × message, echo, status and error.
 * Never throws, and never drops anything: what it cannot read comes back as `rejected`, beside its neighbours.
 */
export function splitWebhook(body: unknown): WebhookItem[] {
  if (property(body, "object") !== "whatsapp_business_account") {
    return [{ kind: "rejected", reason: "not a whatsapp_business_account body", part: body }];
  }
  const entries = property(body, "entry");
  if (!Array.isArray(entries)) return [{ kind: "rejected", reason: "body without entries", part: body }];
  return entries.flatMap(splitEntry);
}

function splitEntry(entry: unknown): WebhookItem[] {
  const changes = property(entry, "changes");
  if (!Array.isArray(changes)) return [{ kind: "rejected", reason: "entry without changes", part: entry }];
  const wabaId = asText(property(entry, "id")) ?? "";
  return changes.flatMap((change) => splitChange(wabaId, change));
}

function splitChange(wabaId: string, part: unknown): WebhookItem[] {
  const field = asText(property(part, "field"));
  const value = asObject(property(part, "value"));
  if (field === undefined || value === undefined) {
    return [{ kind: "rejected", reason: "change without field or value", part }];
  }
  const phoneNumberId = asText(property(property(value, "metadata"), "phone_number_id"));
  const change = { wabaId, phoneNumberId, value };
  if (field === "messages") return splitMessages(change);
  if (field !== "smb_message_echoes") return [accountItem(change, field)];
  const echoes = splitItems(change, "message_echoes", "echo");
  return echoes.length > 0
    ? echoes
    : [{ kind: "rejected", reason: "echoes change without echoes", part: value }];
}

function splitMessages(change: Change): WebhookItem[] {
  const { value } = change;
  const messages = splitItems(change, "messages", "message");
  const statuses = splitItems(change, "statuses", "status");
  // Errors beside messages belong to them (an interactive reply that Meta could not convey); otherwise they tell of the number.
  const hasErrors = messages.length === 0 && asArray(property(value, "errors")).length > 0;
  const items = [...messages, ...statuses, ...(hasErrors ? [accountItem(change, "errors")] : [])];
  if (items.length > 0) return items;
  return [{ kind: "rejected", reason: "messages change without messages, statuses or errors", part: value }];
}

function accountItem({ wabaId, phoneNumberId, value }: Change, field: string): WebhookItem {
  return { kind: "account", wabaId, ...(phoneNumberId === undefined ? {} : { phoneNumberId }), field, value };
}

function splitItems(
  { wabaId, phoneNumberId, value }: Change,
  key: "messages" | "statuses" | "message_echoes",
  kind: "message" | "echo" | "status",
): WebhookItem[] {
  const parts = property(value, key) ?? [];
  if (!Array.isArray(parts)) {
    return [
      { kind: "rejected", reason: `${key} is no array`, part: { [key]: parts, metadata: value["metadata"] } },
    ];
  }
  const contactOf = indexContacts(asArray(property(value, "contacts")), parts.length);
  return parts.map((part): WebhookItem => {
    const item = asObject(part);
    if (item === undefined || asText(property(item, "id")) === undefined || phoneNumberId === undefined) {
      const rejected = { [key]: [part], metadata: value["metadata"] };
      return { kind: "rejected", reason: `${kind} without id or phone number`, part: rejected };
    }
    const contact = contactOf(item);
    const common = { wabaId, phoneNumberId, ...(contact === undefined ? {} : { contact }) };
    return kind === "status"
      ? { kind, ...common, status: item }
      : { kind: "message", source: kind, ...common, message: withErrors(item, value) };
  });
}

const itemKeys = ["from_user_id", "from", "to_user_id", "to", "recipient_user_id", "recipient_id"];

/**
 * Finds the contact that an item is about. The only contact of an only item needs no match, since Meta may leave the
 * ids out; with more items a guess could give one customer the name and the user id of another.
 */
function indexContacts(contacts: unknown[], itemCount: number): (item: JsonObject) => JsonObject | undefined {
  const byId = new Map<string, JsonObject>();
  for (const contact of contacts.map(asObject)) {
    for (const id of [property(contact, "user_id"), property(contact, "wa_id")].map(asText)) {
      if (contact !== undefined && id !== undefined && !byId.has(id)) byId.set(id, contact);
    }
  }
  const only = contacts.length === 1 && itemCount === 1 ? asObject(contacts[0]) : undefined;
  return (item) => {
    const ids = itemKeys.map((key) => asText(property(item, key))).filter((id) => id !== undefined);
    const known = ids.find((id) => byId.has(id));
    return known === undefined ? only : byId.get(known);
  };
}

/** An `interactive` reply without its object has its reason in the change's errors. */
function withErrors(message: JsonObject, value: JsonObject): JsonObject {
  const errors = asArray(property(value, "errors"));
  return errors.length > 0 && !Object.hasOwn(message, "errors") ? { ...message, errors } : message;
}
