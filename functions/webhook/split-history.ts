import { asArray, asObject, asText, type JsonObject, property } from "../../shared/contracts/loose-json.ts";
import { findFault, splitItems } from "./split-items.ts";
import {
  accountItem,
  describeNumber,
  divideRest,
  leftOver,
  shortContact,
  type WebhookChange,
  type WebhookItem,
} from "./webhook-item.ts";

/**
 * The history of a number: one item for each message of each thread, and one for what is told of each chunk, how far the
 * history has come. Files of its newest messages come afterwards, as lists of messages without threads.
 */
export function* splitHistory(change: WebhookChange): Generator<WebhookItem> {
  const { history, messages: _, message_echoes: __, ...rest } = change.value;
  const late = [...splitLate(change, "messages"), ...splitLate(change, "message_echoes")];
  if (Array.isArray(history) && history.length > 0) {
    const { each, once } = divideRest(rest);
    for (const chunk of history as unknown[]) {
      const { threads, ...told } = asObject(chunk) ?? { chunk };
      const value = { ...each, history: [Array.isArray(threads) ? told : chunk] };
      yield accountItem({ ...change, value }, "history");
      for (const thread of asArray(threads)) yield* splitThread(change, thread);
    }
    yield* leftOver(change, "history", once);
  } else if (late.length === 0) yield accountItem(change, "history");
  yield* late;
}

/** Whose thread it is stands in the contact: here in each message, as who wrote it or whom it was written to. */
function splitLate(change: WebhookChange, key: "messages" | "message_echoes"): WebhookItem[] {
  const own = asText(property(property(change.value, "metadata"), "display_phone_number"));
  return splitItems(change, key, key === "messages" ? "message" : "echo").map((item): WebhookItem => {
    if (item.kind !== "message") return item;
    const { message, contact } = item;
    const from = asText(property(message, "from"));
    const isOwn = item.source === "echo" || (from !== undefined && from === own?.replaceAll(/\D/g, ""));
    const [phone, userId] = isOwn ? ["to", "to_user_id"] : ["from", "from_user_id"];
    const customer = { wa_id: property(message, phone), user_id: property(message, userId) };
    return { ...item, source: "history", contact: { ...contact, ...withoutMissing(customer) } };
  });
}

function withoutMissing(values: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function* splitThread(change: WebhookChange, thread: unknown): Generator<WebhookItem> {
  const { wabaId, phoneNumberId = "", share } = change;
  const { messages, ...rest } = asObject(thread) ?? {};
  if (!Array.isArray(messages)) {
    yield { kind: "rejected", reason: "thread without messages", part: thread };
    return;
  }
  const contact = contactOfThread(rest);
  for (const part of messages as unknown[]) {
    const message = asObject(part);
    const fault = message === undefined ? "no object" : findFault(change, message);
    if (message === undefined || fault !== undefined) {
      const rejected = { ...share(rest), messages: [part], metadata: describeNumber(change) };
      const reason = `message of a history without id or phone number: ${fault}`;
      yield { kind: "rejected", reason, part: rejected };
    } else {
      const own = share(contact, shortContact) ?? {};
      yield { kind: "message", source: "history", wabaId, phoneNumberId, contact: own, message };
    }
  }
}

/** The customer of a thread, in the form in which contacts come elsewhere. */
function contactOfThread(thread: unknown): JsonObject {
  const context = property(thread, "context");
  const { username, ...rest } = asObject(context) ?? {};
  return {
    ...rest,
    wa_id: property(context, "wa_id") ?? property(thread, "id"),
    ...(username === undefined ? {} : { profile: { username } }),
  };
}
