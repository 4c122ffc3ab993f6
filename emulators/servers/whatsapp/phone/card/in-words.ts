/** A value in words, whatever it is. */
export function inWords(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined || value === null ? "?" : JSON.stringify(value);
}
