import { asText } from "../../contracts/loose-json.ts";

/** E.164, which has no leading zero. */
const phoneForm = /^\+?[1-9]\d{4,14}$/;

/** `CC.` or `CC.ENT.` and an opaque id; the prefix belongs to it, and its case matters. */
const businessScopedUserId = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/;

/** Digits of E.164 without "+"; undefined for anything else. */
export function asPhone(value: unknown): string | undefined {
  const text = asText(value);
  return text !== undefined && phoneForm.test(text) ? text.replace("+", "") : undefined;
}

/** A business-scoped user id; undefined for anything else. */
export function asUserId(value: unknown): string | undefined {
  const text = asText(value);
  return text !== undefined && businessScopedUserId.test(text) ? text : undefined;
}
