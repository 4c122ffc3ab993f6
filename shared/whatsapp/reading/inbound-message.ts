import { asPhone, asUserId } from "../rules/identity.ts";
import { type MessageChange, readChange } from "./change.ts";
import type { MessageContent } from "./content/content.ts";
import { omitMissing } from "./content/omit-missing.ts";
import { readContent } from "./content/read-content.ts";
import { typeOf } from "./content/type-of.ts";
import { asId, asName, asText, asTime, type JsonObject, property } from "../../contracts/loose-json.ts";

/** A customer as WhatsApp names them: by phone, by business-scoped user id, or both. */
export type Sender = {
  /** Digits of E.164 without "+". */
  phone?: string;
  /** The number as WhatsApp itself writes it: the one to send to. */
  waId?: string;
  businessScopedUserId?: string;
  parentBusinessScopedUserId?: string;
  profileName?: string;
  username?: string;
};

export type InboundMessage = {
  wamid: string;
  /** The customer: who wrote it or, of the business's own messages, whom it was written to. */
  sender: Sender;
  /** Present in a group: such a message is stored, and not answered. */
  groupId?: string;
  /** Meta's word for the type, unknown ones too. */
  type: string;
  /** The customer's words: the text, or what stands for it in history. */
  body: string;
  /** What it holds, typed. */
  content: MessageContent;
  /** It changes another message: a reaction, an edit, a deletion. */
  change?: MessageChange;
  /** Whether the bot can read what the customer said. */
  readable: boolean;
  /** Meta's time of the message, whole seconds; undefined when it sent none that can be. */
  sentAt?: Date;
  /** The message that this one replies to. */
  contextWamid?: string;
};

/** Reads a message item as Meta sent it. Returns undefined only when nothing says who wrote it, or it has no sound id. */
export function readInboundMessage(
  message: JsonObject,
  contact: JsonObject | undefined,
): InboundMessage | undefined {
  return read(message, readSender(message, contact));
}

/** Reads a message that the business itself wrote: its customer is the one whom it was written to. */
export function readEcho(message: JsonObject, contact: JsonObject | undefined): InboundMessage | undefined {
  const recipient = {
    from: property(message, "to"),
    from_user_id: property(message, "to_user_id"),
    from_parent_user_id: property(message, "to_parent_user_id"),
  };
  return read(message, readSender(recipient, contact));
}

/** Whether a message of a history is the customer's own; whose thread it is stands in `contact`. */
export function isFromCustomer(message: JsonObject, contact: JsonObject | undefined): boolean {
  const from = asText(property(message, "from")) ?? asText(property(message, "from_user_id"));
  if (from === undefined) return property(message, "to") === undefined;
  return [property(contact, "wa_id"), property(contact, "user_id")].map(asText).includes(from);
}

/** What the customer did, by Meta's word: of what WhatsApp does not convey, what that was. */
export function actOf({ type, content }: Pick<InboundMessage, "type" | "content">): string {
  return content.kind === "unsupported" ? (content.subtype ?? type) : type;
}

function read(message: JsonObject, sender: Sender): InboundMessage | undefined {
  const wamid = asId(property(message, "id"));
  const groupId = asId(property(message, "group_id"));
  // What is said in a group must not be taken for the author's own conversation.
  if (groupId === undefined && (property(message, "group_id") ?? "") !== "") return undefined;
  const isKnown = (sender.phone ?? sender.businessScopedUserId ?? groupId) !== undefined;
  if (wamid === undefined || !isKnown) return undefined;
  const type = typeOf(message);
  const change = readChange(type, message);
  const { content, body } = readContent(type, message);
  return omitMissing({
    wamid,
    sender,
    groupId,
    type,
    body,
    content,
    change,
    readable: content.words !== undefined,
    sentAt: asTime(property(message, "timestamp")),
    contextWamid: content.quote?.wamid,
  });
}

function readSender(message: JsonObject, contact: JsonObject | undefined): Sender {
  const [from, waId] = [property(message, "from"), property(contact, "wa_id")];
  const profile = property(contact, "profile");
  return omitMissing({
    phone: asPhone(from) ?? asPhone(waId),
    waId: asPhone(waId) ?? asPhone(from),
    businessScopedUserId:
      asUserId(property(message, "from_user_id")) ??
      asUserId(property(contact, "user_id")) ??
      // A user id has been seen where the phone belongs.
      asUserId(from) ??
      asUserId(waId),
    parentBusinessScopedUserId:
      asUserId(property(message, "from_parent_user_id")) ?? asUserId(property(contact, "parent_user_id")),
    profileName: asName(property(profile, "name")),
    username: asName(property(profile, "username"))?.replace(/^@/, ""),
  });
}
