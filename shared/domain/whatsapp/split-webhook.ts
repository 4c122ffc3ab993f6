import { asArray, asId, asObject, asText, asTime, type JsonObject, property } from "./lenient.ts";
import { splitHistory } from "./split-history.ts";
import { splitItems } from "./split-items.ts";
import { accountItem, type WebhookChange, type WebhookItem } from "./webhook-item.ts";

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
  const id = property(entry, "id");
  const wabaId = asId(id) ?? "";
  if (wabaId === "" && asText(id) !== undefined)
    return [{ kind: "rejected", reason: "entry of an account whose id can be none", part: entry }];
  const occurredAt = asTime(property(entry, "time"))?.toISOString();
  return changes.flatMap((change) => splitChange(wabaId, occurredAt, change));
}

function splitChange(wabaId: string, occurredAt: string | undefined, part: unknown): WebhookItem[] {
  const field = asId(property(part, "field"));
  const value = asObject(property(part, "value"));
  if (field === undefined || value === undefined) {
    return [{ kind: "rejected", reason: "change without field or value", part }];
  }
  const phoneNumberId = asId(property(property(value, "metadata"), "phone_number_id"));
  const change = { wabaId, phoneNumberId, value, occurredAt };
  switch (field) {
    case "messages":
      return splitMessages(change);
    case "smb_message_echoes": {
      const echoes = splitItems(change, "message_echoes", "echo");
      if (echoes.length > 0) return echoes;
      return [{ kind: "rejected", reason: "echoes change without echoes", part: value }];
    }
    case "standby":
      return splitStandby(change);
    case "history":
      return splitHistory(change);
    case "smb_app_state_sync":
      return splitList(change, field, "state_sync");
    case "user_preferences":
      return splitList(change, field, "user_preferences");
    default:
      return [accountItem(change, field)];
  }
}

/** What another party of the conversation is told and says, in the forms in which it comes elsewhere. */
function splitStandby({ value, ...rest }: WebhookChange): WebhookItem[] {
  const { standby, ...told } = value;
  const copies = { ...told, ...asObject(standby) };
  const metadataId = asId(property(property(copies, "metadata"), "phone_number_id"));
  const change = { ...rest, phoneNumberId: rest.phoneNumberId ?? metadataId, value: copies };
  const items = [
    ...splitItems(change, "messages", "message"),
    ...splitItems(change, "message_echoes", "echo"),
    ...splitItems(change, "statuses", "status"),
  ].map((item) => (item.kind === "message" ? { ...item, isStandby: true as const } : item));
  return items.length > 0 ? items : [accountItem({ ...rest, value }, "standby")];
}

/** One item for each entry of the list, with all else that the value holds; the whole value where there is no list. */
function splitList(change: WebhookChange, field: string, key: string): WebhookItem[] {
  const { [key]: list, ...rest } = change.value;
  if (!Array.isArray(list) || list.length === 0) return [accountItem(change, field)];
  return list.map((part: unknown) => accountItem({ ...change, value: { ...rest, [key]: [part] } }, field));
}

const knownKeys = new Set([
  "messaging_product",
  "metadata",
  "contacts",
  "messages",
  "statuses",
  "errors",
  "user_actions",
  "conversation_context",
]);

function splitMessages(change: WebhookChange): WebhookItem[] {
  const { metadata, messages, errors, user_actions: actions } = change.value;
  const others = Object.entries(change.value).filter(([key]) => !knownKeys.has(key));
  const told = (field: string, value: JsonObject) =>
    accountItem({ ...change, value: { metadata, ...value } }, field);
  // Errors beside messages belong to them (an interactive reply that Meta could not convey); otherwise they tell of the number.
  const hasErrors = asArray(messages).length === 0 && asArray(errors).length > 0;
  const items = [
    ...splitItems(change, "messages", "message"),
    ...splitItems(change, "statuses", "status"),
    ...(hasErrors ? [told("errors", { errors })] : []),
    // What customers did without writing: they opened a link of a marketing message, say.
    ...asArray(actions).map((action) => told("user_actions", { user_actions: [action] })),
  ];
  if (items.length === 0)
    return [
      {
        kind: "rejected",
        reason: "messages change without messages, statuses or errors",
        part: change.value,
      },
    ];
  // What Meta has added since, beside what is known.
  return others.length === 0 ? items : [...items, told("messages", Object.fromEntries(others))];
}

export type { WebhookItem } from "./webhook-item.ts";
