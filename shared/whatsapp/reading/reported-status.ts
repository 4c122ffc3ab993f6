import { asPhone, asUserId } from "../rules/identity.ts";
import {
  asArray,
  asId,
  asText,
  asTime,
  type JsonObject,
  notAfter,
  property,
} from "../../contracts/loose-json.ts";

/** A status item of a webhook, read. */
export type ReportedStatus = {
  wamid: string;
  /** Meta's word, unknown ones too. */
  word: string;
  occurredAt: Date;
  /** Whom it tells of; of a message to a group, the one of the group. */
  recipient?: string;
  /** It tells of one of a group: its reading is not the group's. */
  isParticipants?: true;
  /** Whom it went to, where the report tells number and user id together. */
  customer?: { phone: string; businessScopedUserId: string };
  /** What we sent as `biz_opaque_callback_data`: the id of our attempt. */
  callbackData?: string;
  errors: unknown[];
  /** Of the first error, as far as 32 bits hold it. */
  errorCode?: number;
  errorDetail?: string;
  pricing?: unknown;
  /** Meta's conversation, of older API versions and free entry points. */
  conversation?: unknown;
};

/** How Meta names whom of a group a status tells of; the order of the words differs between its documents. */
export const participantKeys = [
  "recipient_participant_id",
  "participant_recipient_id",
  "recipient_participant_user_id",
  "participant_recipient_user_id",
];

/**
 * Reads a status item; undefined when it names no message or no status. A missing time becomes `receivedAt`, and so does
 * one that lies after it.
 */
export function readReportedStatus(status: JsonObject, receivedAt: Date): ReportedStatus | undefined {
  const wamid = asId(property(status, "id"));
  const word = asId(property(status, "status"));
  if (wamid === undefined || word === undefined) return undefined;
  const participant = participantKeys
    .map((key) => asId(property(status, key)))
    .find((id) => id !== undefined);
  const recipient =
    participant ?? asId(property(status, "recipient_id")) ?? asId(property(status, "recipient_user_id"));
  const phone = asPhone(property(status, "recipient_id"));
  const businessScopedUserId = asUserId(property(status, "recipient_user_id"));
  const callbackData = asText(property(status, "biz_opaque_callback_data"));
  const errors = asArray(property(status, "errors"));
  const errorCode = Number(asText(property(errors[0], "code")));
  const errorDetail =
    asText(property(property(errors[0], "error_data"), "details")) ?? asText(property(errors[0], "title"));
  const pricing = property(status, "pricing");
  const conversation = property(status, "conversation");
  return {
    wamid,
    word,
    occurredAt: notAfter(receivedAt, asTime(property(status, "timestamp"))),
    errors,
    ...(recipient === undefined ? {} : { recipient }),
    ...(participant === undefined ? {} : { isParticipants: true }),
    ...(participant !== undefined || phone === undefined || businessScopedUserId === undefined
      ? {}
      : { customer: { phone, businessScopedUserId } }),
    ...(callbackData === undefined ? {} : { callbackData }),
    ...(Number.isInteger(errorCode) && Math.abs(errorCode) < 2 ** 31 ? { errorCode } : {}),
    ...(errorDetail === undefined ? {} : { errorDetail }),
    ...(pricing === undefined ? {} : { pricing }),
    ...(conversation === undefined ? {} : { conversation }),
  };
}
