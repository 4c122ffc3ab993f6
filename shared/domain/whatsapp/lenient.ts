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

/** Text, or a number written as text; empty text counts as missing. */
export function asText(value: unknown): string | undefined {
  if (typeof value === "string") return value === "" ? undefined : value;
  return typeof value === "number" && Number.isFinite(value) ? String(value) : undefined;
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
