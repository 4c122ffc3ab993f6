/** The same server seen by another role or from another database. */
export function databaseUrl(
  base: string,
  change: { user?: string; password?: string; database?: string },
): string {
  const url = new URL(base);
  if (change.user !== undefined) url.username = encodeURIComponent(change.user);
  if (change.password !== undefined) url.password = encodeURIComponent(change.password);
  if (change.database !== undefined) url.pathname = `/${encodeURIComponent(change.database)}`;
  return url.href;
}
