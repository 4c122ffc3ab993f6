import { asPhone, asUserId } from "./identity.ts";
import { asArray, asText, asTime, type JsonObject, property } from "./lenient.ts";

/** A status item of a webhook, read. */
export type ReportedStatus = {
  wamid: string;
  /** Meta's word, unknown ones too. */
  word: string;
  occurredAt: Date;
  recipient?: string;
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

/** Reads a status item; undefined when it names no message or no status. A missing time becomes `receivedAt`. */
export function readReportedStatus(status: JsonObject, receivedAt: Date): ReportedStatus | undefined {
  const wamid = asText(property(status, "id"));
  const word = asText(property(status, "status"));
  if (wamid === undefined || word === undefined) return undefined;
  const recipient = asText(property(status, "recipient_id")) ?? asText(property(status, "recipient_user_id"));
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
    occurredAt: asTime(property(status, "timestamp")) ?? receivedAt,
    errors,
    ...(recipient === undefined ? {} : { recipient }),
    ...(phone === undefined || businessScopedUserId === undefined
      ? {}
      : { customer: { phone, businessScopedUserId } }),
    ...(callbackData === undefined ? {} : { callbackData }),
    ...(Number.isInteger(errorCode) && Math.abs(errorCode) < 2 ** 31 ? { errorCode } : {}),
    ...(errorDetail === undefined ? {} : { errorDetail }),
    ...(pricing === undefined ? {} : { pricing }),
    ...(conversation === undefined ? {} : { conversation }),
  };
}
