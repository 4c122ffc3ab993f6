const maxPageSize = 1000;

/** One page of `names` in alphabetical order; the token is the last name of the page before. */
export function page(
  names: Iterable<string>,
  request: { pageSize?: number | null; pageToken?: string | null },
): { names: string[]; nextPageToken: string } {
  const after = request.pageToken ?? "";
  const size = Math.min(request.pageSize || maxPageSize, maxPageSize);
  const rest = [...names].filter((name) => name > after).toSorted();
  const taken = rest.slice(0, size);
  return { names: taken, nextPageToken: rest.length > size ? (taken.at(-1) ?? "") : "" };
}
