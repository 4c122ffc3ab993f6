import type { ObjectRecord } from "../store.ts";

export type Listing = { items: ObjectRecord[]; prefixes: string[]; nextPageToken?: string };

export type ListQuery = {
  prefix: string;
  delimiter: string;
  /** First name to list (inclusive), and first not to (exclusive); empty for no bound. */
  startOffset: string;
  endOffset: string;
  includeTrailingDelimiter: boolean;
  maxResults: number;
  pageToken: string | undefined;
};

/**
 * One page of a bucket's objects in the order of their names' UTF-8 bytes. With a delimiter, names that go on after it
 * are folded into prefixes, "folders"; each prefix counts as one result, as items do.
 */
export function listObjects(objects: ObjectRecord[], query: ListQuery): Listing {
  const after =
    query.pageToken === undefined ? undefined : Buffer.from(query.pageToken, "base64url").toString();
  const entries = new Map<string, ObjectRecord | undefined>();
  for (const object of objects) {
    const { name } = object;
    if (!name.startsWith(query.prefix)) continue;
    if (query.startOffset && compareUtf8(name, query.startOffset) < 0) continue;
    if (query.endOffset && compareUtf8(name, query.endOffset) >= 0) continue;
    const folder = folderOf(name, query);
    if (folder !== undefined) entries.set(folder, entries.get(folder));
    if (folder === undefined || (query.includeTrailingDelimiter && name === folder))
      entries.set(name, object);
  }

  const names = [...entries.keys()]
    .filter((name) => after === undefined || compareUtf8(name, after) > 0)
    .toSorted(compareUtf8);
  const page = names.slice(0, query.maxResults);
  const last = page.at(-1);
  return {
    items: page.flatMap((name) => entries.get(name) ?? []),
    prefixes: page.filter((name) => folderOf(name, query) === name),
    ...(names.length > page.length &&
      last !== undefined && { nextPageToken: Buffer.from(last).toString("base64url") }),
  };
}

function folderOf(name: string, { prefix, delimiter }: ListQuery): string | undefined {
  const at = delimiter === "" ? -1 : name.indexOf(delimiter, prefix.length);
  return at === -1 ? undefined : name.slice(0, at + delimiter.length);
}

/** UTF-16 order, JavaScript's own, differs for characters beyond the basic plane. */
function compareUtf8(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
