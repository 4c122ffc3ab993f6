/** The same connection, taking on a role right after signing in. */
export function asRole(url: string, role: string, database?: string): string {
  const changed = new URL(url);
  changed.searchParams.set("options", `-c role=${role}`);
  if (database !== undefined) changed.pathname = `/${encodeURIComponent(database)}`;
  return changed.href;
}
