import type { BusinessNumber } from "../options.ts";
import type { PendingDelivery } from "../webhook/delivery-queue.ts";
import type { ChatMessage } from "./chat-message.ts";
import { openCollection, type Collection } from "./collection.ts";
import { type Customer, userIdOf } from "./customer.ts";
import { openJournal } from "./journal.ts";
import { openMediaBytes, type MediaBytes } from "./media-bytes.ts";
import type { MediaFile } from "./media-file.ts";
import type { Template } from "./template.ts";

/** One customer's chat with one business number. */
type Chat = {
  phoneNumberId: string;
  customer: string;
  messages: ChatMessage[];
  /** Opens the 24-hour window; Unix milliseconds. */
  lastInboundAt?: number | undefined;
};

export type State = {
  numbers: Collection<BusinessNumber>;
  customers: Collection<Customer>;
  messages: Collection<ChatMessage>;
  chats: Map<string, Chat>;
  deliveries: Collection<PendingDelivery>;
  media: Collection<MediaFile>;
  mediaBytes: MediaBytes;
  templates: Collection<Template>;
  /** Business accounts that were unsubscribed from the app. */
  unsubscribed: Collection<true>;
  webhook: Collection<string>;
  phonesByBsuid: Map<string, string>;
  nextSequence(): number;
  close(): Promise<void>;
};

/** Everything the server knows, loaded from `dataDir` and saved there within a second of a change. */
export function openState(dataDir: string | undefined, numbers: readonly BusinessNumber[]): State {
  const journal = openJournal(dataDir);
  const messages = openCollection<ChatMessage>(journal, "messages");
  let sequence = 0;
  const state: State = {
    numbers: openCollection(journal, "numbers"),
    customers: openCollection(journal, "customers"),
    messages,
    chats: new Map(),
    deliveries: openCollection(journal, "deliveries"),
    media: openCollection(journal, "media"),
    mediaBytes: openMediaBytes(dataDir),
    templates: openCollection(journal, "templates"),
    unsubscribed: openCollection(journal, "unsubscribed"),
    webhook: openCollection(journal, "webhook"),
    phonesByBsuid: new Map(),
    nextSequence: () => ++sequence,
    close: () => journal.close(),
  };
  for (const number of numbers) state.numbers.set(number.phoneNumberId, { ...number });
  for (const customer of state.customers.values()) learnBsuids(state, customer);
  for (const message of [...messages.values()].toSorted((a, b) => a.sequence - b.sequence)) {
    sequence = Math.max(sequence, message.sequence);
    addToChat(state, message);
  }
  return state;
}

function chatOf(state: State, phoneNumberId: string, customer: string): Chat {
  const key = `${phoneNumberId}:${customer}`;
  let chat = state.chats.get(key);
  if (chat === undefined) {
    chat = { phoneNumberId, customer, messages: [] };
    state.chats.set(key, chat);
  }
  return chat;
}

export function addMessage(state: State, message: ChatMessage): void {
  state.messages.set(message.wamid, message);
  addToChat(state, message);
}

/** The customer with this phone; made on first sight, as every phone here has WhatsApp. */
export function ensureCustomer(state: State, phone: string): Customer {
  const known = state.customers.get(phone);
  if (known !== undefined) return known;
  const customer = {
    phone,
    name: `Customer ${phone.slice(-4)}`,
    hidesPhone: false,
    autoRead: true,
    online: true,
  };
  state.customers.set(phone, customer);
  learnBsuids(state, customer);
  return customer;
}

/** A number that is added while running makes new ids for all. */
export function learnBsuids(state: State, customer: Customer): void {
  for (const { wabaId } of state.numbers.values())
    state.phonesByBsuid.set(userIdOf(customer, wabaId), customer.phone);
}

export function forgetBsuids(state: State, customer: Customer): void {
  for (const { wabaId } of state.numbers.values()) state.phonesByBsuid.delete(userIdOf(customer, wabaId));
}

function addToChat(state: State, message: ChatMessage): void {
  const chat = chatOf(state, message.phoneNumberId, message.customer);
  // Only a history comes later than what is newer.
  const after = chat.messages.findLastIndex(({ sequence }) => sequence <= message.sequence);
  chat.messages.splice(after + 1, 0, message);
  if (message.direction === "in" && message.fromApp !== true)
    chat.lastInboundAt = Math.max(chat.lastInboundAt ?? 0, message.at);
}
