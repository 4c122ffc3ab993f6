/**
 * Whether the database could not be reached or had to stop: that says nothing of what it was asked. Classes 08, 40, 53,
 * 55 and 57 of SQLSTATE, and the driver's own errors, which have none.
 */
export function isDatabaseAway(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (typeof code !== "string" || !/^[0-9A-Z]{5}$/.test(code)) return true;
  return /^(?:08|40|53|55|57)/.test(code);
}
