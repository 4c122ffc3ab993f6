type Json = unknown;

/** What stands where something else is expected. */
const strangers: Json[] = [null, 5, "x", [], {}, true, deep(200)];

function deep(levels: number): Json {
  let value: Json = "end";
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { value };
  return value;
}

/** The object with each of its parts, at every depth, left out and put another in its place, one at a time. */
export function mutationsOf(whole: Record<string, unknown>): Record<string, unknown>[] {
  return pathsOf(whole).flatMap((path) => [
    withoutPart(whole, path),
    ...strangers.map((stranger) => withPart(whole, path, stranger)),
  ]) as Record<string, unknown>[];
}

function pathsOf(value: Json): string[][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => [
    [key],
    ...pathsOf(part).map((path) => [key, ...path]),
  ]);
}

function withPart(value: Json, [key, ...rest]: readonly string[], part: Json): Json {
  if (key === undefined) return part;
  const copy: Record<string, Json> = Array.isArray(value)
    ? (value.slice() as unknown as Record<string, Json>)
    : { ...(value as Record<string, Json>) };
  copy[key] = withPart(copy[key], rest, part);
  return copy;
}

function withoutPart(value: Json, [key, ...rest]: readonly string[]): Json {
  if (key === undefined) return value;
  if (rest.length > 0) {
    const child = (value as Record<string, Json>)[key];
    return withPart(value, [key], withoutPart(child, rest));
  }
  if (Array.isArray(value)) return value.filter((_part, index) => String(index) !== key);
  return Object.fromEntries(Object.entries(value as object).filter(([name]) => name !== key));
}
