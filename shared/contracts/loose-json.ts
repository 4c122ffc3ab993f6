/** Readers for JSON of which any part may be missing or of another type: they never throw. */

export type JsonObject = Record<string, unknown>;

export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

export function asArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** WhatsApp's own limit of a message's text: no honest text is longer. */
const maxTextLength = 65_536;
/** Of people, businesses, files, products: a longer one is shown nowhere. */
const maxNameLength = 512;
/** Meta's ids have up to some two hundred characters; a database index holds no long ones. */
const maxIdLength = 512;

/** Text, or a number written as text; empty text counts as missing. What is absurdly long is cut. */
export function asText(value: unknown): string | undefined {
  if (typeof value === "string")
    return value === "" ? undefined : value.length > maxTextLength ? value.slice(0, maxTextLength) : value;
  return typeof value === "number" && Number.isFinite(value) ? String(value) : undefined;
}

/** The same for what is a name of something, or a word of Meta's. */
export function asName(value: unknown): string | undefined {
  return asText(value)?.slice(0, maxNameLength);
}

/** An id of Meta's. What holds control characters or is absurdly long is none: it could be neither kept nor found. */
export function asId(value: unknown): string | undefined {
  const text = asText(value);
  const isSound = text !== undefined && text.length <= maxIdLength && !/[\p{Cc}\p{Cs}]/u.test(text);
  return isSound ? text : undefined;
}

/**
 * Own properties only, so that a hostile `__proto__` or `constructor` reads as missing. Nothing else is asked so often,
 * and most of what is asked for is missing: that is found out first.
 */
export function property(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  const found = (value as JsonObject)[name];
  return found !== undefined && Object.hasOwn(value, name) && !Array.isArray(value) ? found : undefined;
}

/** Unix seconds as text or number, as Meta writes times; undefined when it is no plausible time. */
export function asTime(value: unknown): Date | undefined {
  const seconds = Number(asText(value));
  return Number.isFinite(seconds) && seconds > 0 && seconds < 1e11 ? new Date(seconds * 1000) : undefined;
}

/** The time, but `receipt` where there is none or it lies after that: another's clock may be wrong, and nothing of it is to come. */
export function notAfter(receipt: Date, time: Date | undefined): Date {
  return time !== undefined && time < receipt ? time : receipt;
}
