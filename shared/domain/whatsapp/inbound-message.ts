import { asText, asTime, type JsonObject, property } from "./lenient.ts";

/** A customer as WhatsApp names them: by phone, by business-scoped user id, or both. */
export type Sender = {
  /** Digits of E.164 without "+". */
  phone?: string;
  businessScopedUserId?: string;
  profileName?: string;
  username?: string;
};

export type InboundMessage = {
  wamid: string;
  sender: Sender;
  /** Present in a group: such a message is stored, and not answered. */
  groupId?: string;
  /** Meta's word for the type, unknown ones too. */
  type: string;
  /** The customer's words: the text, or what stands for it in history. */
  body: string;
  /** Whether the bot can read what the customer said. */
  readable: boolean;
  /** Meta's time of the message, whole seconds; undefined when it sent none that can be. */
  sentAt?: Date;
  /** The message that this one replies to. */
  contextWamid?: string;
};

/** E.164, which has no leading zero. */
const phoneForm = /^\+?[1-9]\d{4,14}$/;

/** `CC.` or `CC.ENT.` and an opaque id; the prefix belongs to it, and its case matters. */
const businessScopedUserId = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/;

/** Reads a message item as Meta sent it. Returns undefined only when nothing says who wrote it. */
export function readInboundMessage(
  message: JsonObject,
  contact: JsonObject | undefined,
): InboundMessage | undefined {
  const wamid = asText(property(message, "id"));
  const sender = readSender(message, contact);
  const groupId = asText(property(message, "group_id"));
  if (wamid === undefined || (sender.phone ?? sender.businessScopedUserId) === undefined) return undefined;
  const type = asText(property(message, "type")) ?? "unknown";
  const text = readText(type, message);
  const sentAt = asTime(property(message, "timestamp"));
  const contextWamid = asText(property(property(message, "context"), "id"));
  return {
    wamid,
    sender,
    ...(groupId === undefined ? {} : { groupId }),
    type,
    body: text ?? `[${type}]`,
    readable: text !== undefined,
    ...(sentAt === undefined ? {} : { sentAt }),
    ...(contextWamid === undefined ? {} : { contextWamid }),
  };
}

function readText(type: string, message: JsonObject): string | undefined {
  return type === "text" ? asText(property(property(message, "text"), "body")) : undefined;
}

function readSender(message: JsonObject, contact: JsonObject | undefined): Sender {
  const names = [property(message, "from"), property(contact, "wa_id")].map(asText);
  const userIds = [property(message, "from_user_id"), property(contact, "user_id")].map(asText);
  const phone = names.find((name) => name !== undefined && phoneForm.test(name))?.replace("+", "");
  // A user id has been seen where the phone belongs.
  const userId = [...userIds, ...names].find((id) => id !== undefined && businessScopedUserId.test(id));
  const profile = property(contact, "profile");
  const profileName = asText(property(profile, "name"));
  const username = asText(property(profile, "username"))?.replace(/^@/, "");
  return {
    ...(phone === undefined ? {} : { phone }),
    ...(userId === undefined ? {} : { businessScopedUserId: userId }),
    ...(profileName === undefined ? {} : { profileName }),
    ...(username === undefined ? {} : { username }),
  };
}
