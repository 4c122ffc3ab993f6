import { invalidArgument } from "../grpc/status-error.ts";

/**
 * `current` with the fields named in `paths` taken from `changes`. Paths may be snake_case or camelCase; a nested path
 * stands for its whole top-level field. Throws INVALID_ARGUMENT for an empty mask or a field that is not `mutable`.
 */
export function applyUpdateMask<Resource extends object>(
  current: Resource,
  changes: Resource,
  paths: readonly string[],
  mutable: ReadonlySet<string>,
): Resource {
  if (paths.length === 0) throw invalidArgument("The update_mask in the request must be set.");
  const fields = new Set(paths.map(topLevelField));
  fields.delete("name");
  for (const field of fields) {
    if (!mutable.has(field))
      throw invalidArgument(`Invalid update_mask provided: '${field}' is not mutable.`);
  }
  const taken = Object.entries(changes).filter(([field]) => fields.has(field));
  return { ...current, ...Object.fromEntries(taken) };
}

function topLevelField(path: string): string {
  const [field = ""] = path.split(".");
  return field.replaceAll(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}
