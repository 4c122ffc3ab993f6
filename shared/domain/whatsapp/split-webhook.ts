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

function splitChange(wabaId: string, change: unknown): WebhookItem[] {
  const field = asText(property(change, "field"));
  const value = asObject(property(change, "value"));
  if (field === undefined || value === undefined) {
    return [{ kind: "rejected", reason: "change without field or value", part: change }];
  }
  const phoneNumberId = asText(property(property(value, "metadata"), "phone_number_id"));
  if (field === "messages") return splitMessages(wabaId, phoneNumberId, value);
  if (field === "smb_message_echoes") return splitItems(wabaId, phoneNumberId, value, "message_echoes", "echo");
  return [{ kind: "account", wabaId, ...(phoneNumberId === undefined ? {} : { phoneNumberId }), field, value }];
}

function splitMessages(wabaId: string, phoneNumberId: string | undefined, value: JsonObject): WebhookItem[] {
  const items = [
    ...splitItems(wabaId, phoneNumberId, value, "messages", "message"),
    ...splitItems(wabaId, phoneNumberId, value, "statuses", "status"),
  ];
  // Errors beside messages belong to them (an interactive reply that Meta could not convey); alone they tell of the number.
  if (items.length > 0) return items;
  if (asArray(value["errors"]).length === 0) {
    return [{ kind: "rejected", reason: "messages change without messages, statuses or errors", part: value }];
  }
  return [{ kind: "account", wabaId, ...(phoneNumberId === undefined ? {} : { phoneNumberId }), field: "errors", value }];
}

function splitItems(
  wabaId: string,
  phoneNumberId: string | undefined,
  value: JsonObject,
  key: "messages" | "statuses" | "message_echoes",
  kind: "message" | "echo" | "status",
): WebhookItem[] {
  const contacts = asArray(value["contacts"]);
  return asArray(value[key]).map((part) => {
    const item = asObject(part);
    if (item === undefined || asText(property(item, "id")) === undefined || phoneNumberId === undefined) {
      return { kind: "rejected", reason: `${kind} without id or phone number`, part: { [key]: [part], metadata: value["metadata"] } };
    }
    const contact = contactOf(item, contacts);
    const common = { wabaId, phoneNumberId, ...(contact === undefined ? {} : { contact }) };
    return kind === "status"
      ? { kind, ...common, status: item }
      : { kind: "message", source: kind, ...common, message: withErrors(item, value) };
  });
}

/** The contact that the item is about; alone in its change it needs no match, since Meta may leave the ids out. */
function contactOf(item: JsonObject, contacts: unknown[]): JsonObject | undefined {
  const ids = ["from", "from_user_id", "to", "to_user_id", "recipient_id", "recipient_user_id"]
    .map((key) => asText(property(item, key)))
    .filter((id) => id !== undefined);
  const match = contacts.find((contact) =>
    ["wa_id", "user_id"].some((key) => {
      const id = asText(property(contact, key));
      return id !== undefined && ids.includes(id);
    }),
  );
  return asObject(match ?? (contacts.length === 1 ? contacts[0] : undefined));
}

/** An `interactive` reply without its object has its reason in the change's errors. */
function withErrors(message: JsonObject, value: JsonObject): JsonObject {
  const errors = asArray(value["errors"]);
  return errors.length > 0 && !Object.hasOwn(message, "errors") ? { ...message, errors } : message;
}
