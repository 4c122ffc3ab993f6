const DATETIME = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?\s?(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

/** Milliseconds since 1970 of an RFC 3339 time, a date, or a time without a zone (taken as UTC, as Qdrant does). */
export function parseDatetime(value: unknown): number | undefined {
  if (typeof value !== "string") return undefined;
  const match = DATETIME.exec(value);
  if (!match) return undefined;
  const zoned = match[1] !== undefined || value.length === 10 ? value : `${value}Z`;
  const time = Date.parse(zoned.replace(" ", "T"));
  return Number.isNaN(time) ? undefined : time;
}
