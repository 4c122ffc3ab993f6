import {
  asArray,
  asId,
  asObject,
  asText,
  asTime,
  type JsonObject,
  property,
} from "../../shared/contracts/loose-json.ts";
import { splitHistory } from "./split-history.ts";
import { createShare } from "./share-out.ts";
import { indexContacts } from "./match-contact.ts";
import { splitItems } from "./split-items.ts";
import {
  accountItem,
  describeNumber,
  divideRest,
  leftOver,
  maxItems,
  shortContact,
  type WebhookChange,
  type WebhookItem,
} from "./webhook-item.ts";

/** Meta's ids of accounts and numbers have under twenty digits. Every item of a change carries both. */
const maxIdLength = 64;

/**
 * Splits an authentic body into its items: every entry × change × message, echo, status and error. Each carries only
 * what is its own, so that all of them together are not much longer than the body.
 * Never throws, and never drops anything: what it cannot read comes back as `rejected`, beside its neighbours.
 */
export function splitWebhook(body: unknown): WebhookItem[] {
  if (property(body, "object") !== "whatsapp_business_account") {
    return [{ kind: "rejected", reason: "not a whatsapp_business_account body", part: body }];
  }
  const entries = property(body, "entry");
  if (!Array.isArray(entries)) return [{ kind: "rejected", reason: "body without entries", part: body }];
  const items: WebhookItem[] = [];
  for (const item of itemsOf(entries)) {
    if (items.length === maxItems)
      return [{ kind: "rejected", reason: `more than ${maxItems} items in one body`, part: body }];
    items.push(item);
  }
  return items;
}

/** One entry, one change, one list after the other: what is never asked for is never made. */
function* itemsOf(entries: readonly unknown[]): Generator<WebhookItem> {
  for (const entry of entries) {
    const changes = property(entry, "changes");
    const id = property(entry, "id");
    const wabaId = asShortId(id) ?? "";
    if (!Array.isArray(changes)) yield { kind: "rejected", reason: "entry without changes", part: entry };
    else if (wabaId === "" && asText(id) !== undefined)
      yield { kind: "rejected", reason: "entry of an account whose id can be none", part: entry };
    else {
      const occurredAt = asTime(property(entry, "time"))?.toISOString();
      for (const change of changes) yield* splitChange(wabaId, occurredAt, change);
    }
  }
}

function asShortId(value: unknown): string | undefined {
  const id = asId(value);
  return id === undefined || id.length > maxIdLength ? undefined : id;
}

function splitChange(wabaId: string, occurredAt: string | undefined, part: unknown): Iterable<WebhookItem> {
  const field = asId(property(part, "field"));
  const value = asObject(property(part, "value"));
  if (field === undefined || value === undefined) {
    return [{ kind: "rejected", reason: "change without field or value", part }];
  }
  const phoneNumberId = asShortId(property(property(value, "metadata"), "phone_number_id"));
  const change = { wabaId, phoneNumberId, value, occurredAt, share: createShare() };
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
  const metadataId = asShortId(property(property(copies, "metadata"), "phone_number_id"));
  const change = { ...rest, phoneNumberId: rest.phoneNumberId ?? metadataId, value: copies };
  const items = [
    ...splitItems(change, "messages", "message"),
    ...splitItems(change, "message_echoes", "echo"),
    ...splitItems(change, "statuses", "status"),
  ].map((item) => (item.kind === "message" ? { ...item, isStandby: true as const } : item));
  return items.length > 0 ? items : [accountItem({ ...rest, value }, "standby")];
}

/** One item for each entry of the list, each with its own contact; the whole value where there is no list. */
function splitList(change: WebhookChange, field: string, key: string): WebhookItem[] {
  const { [key]: list, contacts, ...rest } = change.value;
  if (!Array.isArray(list) || list.length === 0 || list.length > maxItems)
    return [accountItem(change, field)];
  const { each, once } = divideRest(rest);
  const contactOf = indexContacts(contacts, "entry", list.length);
  const used = new Set<unknown>();
  const items = list.map((part: unknown) => {
    const contact = contactOf(asObject(property(part, "contact")) ?? asObject(part) ?? {});
    used.add(contact);
    const own = contact === undefined ? {} : { contacts: [change.share(contact, shortContact)] };
    return accountItem({ ...change, value: { ...each, ...own, [key]: [part] } }, field);
  });
  const strangers = Array.isArray(contacts) ? contacts.filter((contact) => !used.has(contact)) : [contacts];
  const hasStrangers = contacts !== undefined && strangers.length > 0;
  return [...items, ...leftOver(change, field, hasStrangers ? { ...once, contacts: strangers } : once)];
}

/** Each by itself, unless there are far too many. */
function inParts(list: unknown): unknown[][] {
  const parts = asArray(list);
  return parts.length > maxItems ? [parts] : parts.map((part) => [part]);
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
  const { messages, errors, user_actions: actions } = change.value;
  const others = Object.entries(change.value).filter(([key]) => !knownKeys.has(key));
  const told = (field: string, value: JsonObject) =>
    accountItem({ ...change, value: { metadata: describeNumber(change), ...value } }, field);
  // Errors beside messages belong to them (an interactive reply that Meta could not convey); otherwise they tell of the number.
  const hasErrors = asArray(messages).length === 0 && asArray(errors).length > 0;
  const items = [
    ...splitItems(change, "messages", "message"),
    ...splitItems(change, "statuses", "status"),
    ...(hasErrors ? [told("errors", { errors })] : []),
    // What customers did without writing: they opened a link of a marketing message, say.
    ...inParts(actions).map((part) => told("user_actions", { user_actions: part })),
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
