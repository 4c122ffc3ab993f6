import { asArray, asObject, asText, asTime, type JsonObject, property } from "./lenient.ts";

/** One thing that a webhook body tells; a body may hold a thousand of them, of several tenants. */
export type WebhookItem =
  | {
      kind: "message";
      source: "message" | "echo" | "history";
      /** A copy of what another app of the business, which has the conversation now, is told. */
      isStandby?: true;
      wabaId: string;
      phoneNumberId: string;
      message: JsonObject;
      contact?: JsonObject;
    }
  | { kind: "status"; wabaId: string; phoneNumberId: string; status: JsonObject; contact?: JsonObject }
  | {
      kind: "account";
      wabaId: string;
      phoneNumberId?: string;
      field: string;
      value: unknown;
      /** ISO 8601. */
      occurredAt?: string;
    }
  | { kind: "rejected"; reason: string; part: unknown };

/** What all items of one change share. */
type Change = {
  wabaId: string;
  phoneNumberId: string | undefined;
  value: JsonObject;
  occurredAt: string | undefined;
};

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
  const occurredAt = asTime(property(entry, "time"))?.toISOString();
  return changes.flatMap((change) => splitChange(wabaId, occurredAt, change));
}

function splitChange(wabaId: string, occurredAt: string | undefined, part: unknown): WebhookItem[] {
  const field = asText(property(part, "field"));
  const value = asObject(property(part, "value"));
  if (field === undefined || value === undefined) {
    return [{ kind: "rejected", reason: "change without field or value", part }];
  }
  const phoneNumberId = asText(property(property(value, "metadata"), "phone_number_id"));
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
function splitStandby({ value, ...rest }: Change): WebhookItem[] {
  const { standby, ...told } = value;
  const copies = { ...told, ...asObject(standby) };
  const metadataId = asText(property(property(copies, "metadata"), "phone_number_id"));
  const change = { ...rest, phoneNumberId: rest.phoneNumberId ?? metadataId, value: copies };
  const items = [
    ...splitItems(change, "messages", "message"),
    ...splitItems(change, "message_echoes", "echo"),
    ...splitItems(change, "statuses", "status"),
  ].map((item) => (item.kind === "message" ? { ...item, isStandby: true as const } : item));
  return items.length > 0 ? items : [accountItem({ ...rest, value }, "standby")];
}

/** One item for each entry of the list, with all else that the value holds; the whole value where there is no list. */
function splitList(change: Change, field: string, key: string): WebhookItem[] {
  const { [key]: list, ...rest } = change.value;
  if (!Array.isArray(list) || list.length === 0) return [accountItem(change, field)];
  return list.map((part: unknown) => accountItem({ ...change, value: { ...rest, [key]: [part] } }, field));
}

/** One item for each message of each thread, and one for what is told of each chunk: how far the history has come. */
function splitHistory(change: Change): WebhookItem[] {
  const { history, ...rest } = change.value;
  if (!Array.isArray(history) || history.length === 0) return [accountItem(change, "history")];
  return history.flatMap((chunk: unknown): WebhookItem[] => {
    const { threads, ...told } = asObject(chunk) ?? { chunk };
    const value = { ...rest, history: [Array.isArray(threads) ? told : chunk] };
    return [
      accountItem({ ...change, value }, "history"),
      ...asArray(threads).flatMap((thread) => splitThread(change, thread)),
    ];
  });
}

function splitThread({ wabaId, phoneNumberId, value }: Change, thread: unknown): WebhookItem[] {
  const messages = property(thread, "messages");
  const contact = contactOfThread(thread);
  if (!Array.isArray(messages))
    return [{ kind: "rejected", reason: "thread without messages", part: thread }];
  return messages.map((part): WebhookItem => {
    const message = asObject(part);
    if (
      message === undefined ||
      asText(property(message, "id")) === undefined ||
      phoneNumberId === undefined
    ) {
      const rejected = { ...asObject(thread), messages: [part], metadata: value["metadata"] };
      return { kind: "rejected", reason: "message of a history without id or phone number", part: rejected };
    }
    return { kind: "message", source: "history", wabaId, phoneNumberId, contact, message };
  });
}

/** The customer of a thread, in the form in which contacts come elsewhere. */
function contactOfThread(thread: unknown): JsonObject {
  const context = property(thread, "context");
  const username = property(context, "username");
  return {
    ...asObject(context),
    wa_id: property(context, "wa_id") ?? property(thread, "id"),
    ...(username === undefined ? {} : { profile: { username } }),
  };
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

function accountItem({ wabaId, phoneNumberId, value, occurredAt }: Change, field: string): WebhookItem {
  return {
    kind: "account",
    wabaId,
    ...(phoneNumberId === undefined ? {} : { phoneNumberId }),
    field,
    value,
    ...(occurredAt === undefined ? {} : { occurredAt }),
  };
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
  const errors = asArray(property(value, "errors"));
  return parts.map((part): WebhookItem => {
    const item = asObject(part);
    if (item === undefined || asText(property(item, "id")) === undefined || phoneNumberId === undefined) {
      const rejected = { [key]: [part], metadata: value["metadata"] };
      return { kind: "rejected", reason: `${kind} without id or phone number`, part: rejected };
    }
    const contact = contactOf(item);
    const split: WebhookItem =
      kind === "status"
        ? { kind, wabaId, phoneNumberId, status: item }
        : { kind: "message", source: kind, wabaId, phoneNumberId, message: withErrors(item, errors) };
    if (contact !== undefined) split.contact = contact;
    return split;
  });
}

const itemKeys = ["from_user_id", "from", "to_user_id", "to", "recipient_user_id", "recipient_id"];

/**
 * Finds the contact that an item is about. The only contact of an only item needs no match, since Meta may leave the
 * ids out; with more items a guess could give one customer the name and the user id of another.
 */
function indexContacts(contacts: unknown[], itemCount: number): (item: JsonObject) => JsonObject | undefined {
  const only = contacts.length === 1 && itemCount === 1 ? asObject(contacts[0]) : undefined;
  const byId = new Map<string, JsonObject>();
  for (const part of contacts) {
    const contact = asObject(part);
    for (const key of ["user_id", "wa_id"]) {
      const id = asText(property(contact, key));
      if (contact !== undefined && id !== undefined && !byId.has(id)) byId.set(id, contact);
    }
  }
  return (item) => {
    for (const key of itemKeys) {
      const id = asText(property(item, key));
      const known = id === undefined ? undefined : byId.get(id);
      if (known !== undefined) return known;
    }
    return only;
  };
}

/** An `interactive` reply without its object has its reason in the change's errors. */
function withErrors(message: JsonObject, errors: unknown[]): JsonObject {
  return errors.length > 0 && !Object.hasOwn(message, "errors") ? { ...message, errors } : message;
}
