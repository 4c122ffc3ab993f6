import { badRequest } from "./qdrant-error.ts";
import type { Collection } from "./collection.ts";
import type { Condition, Filter } from "./filter.ts";

/** Strict mode: a filter may use only payload keys that have an index. */
export function requireIndexes(collection: Collection, filter: Filter | undefined): void {
  if (!filter) return;
  const conditions = [
    ...filter.must,
    ...filter.should,
    ...filter.mustNot,
    ...(filter.minShould?.conditions ?? []),
  ];
  for (const condition of conditions) requireIndex(collection, condition);
}

function requireIndex(collection: Collection, condition: Condition): void {
  if (condition.kind === "filter") requireIndexes(collection, condition.filter);
  if (condition.kind !== "field" || collection.indexes.has(condition.key)) return;
  throw badRequest(
    `Index required but not found for "${condition.key}". Help: Create an index for this key or use a different filter.`,
  );
}
