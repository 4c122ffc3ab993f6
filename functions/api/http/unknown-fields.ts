import type { z } from "@hono/zod-openapi";

type Path = readonly PropertyKey[];
type Def = {
  type: string;
  shape?: Record<string, z.ZodType>;
  catchall?: z.ZodType;
  element?: z.ZodType;
  valueType?: z.ZodType;
  innerType?: z.ZodType;
  options?: readonly z.ZodType[];
  in?: z.ZodType;
  out?: z.ZodType;
  left?: z.ZodType;
  right?: z.ZodType;
  getter?: () => z.ZodType;
};

/**
 * The paths in the value of what the schema would drop without a word: a misspelt field must not look as if it had been
 * taken. Read from the schema, so that no route has to say it.
 */
export function unknownFields(schema: z.ZodType, value: unknown, path: Path = []): Path[] {
  const def = schema.def as unknown as Def;
  const within = (inner: z.ZodType | undefined) =>
    inner === undefined ? [] : unknownFields(inner, value, path);
  switch (def.type) {
    case "object":
      return isRecord(value) ? ofObject(def, value, path) : [];
    case "record":
      return isRecord(value) ? ofEntries(Object.entries(value), () => def.valueType, path) : [];
    case "array":
      return Array.isArray(value) ? ofEntries([...value.entries()], () => def.element, path) : [];
    case "union":
      return within(def.options?.find((option) => option.safeParse(value).success));
    case "intersection":
      return ofBoth(within(def.left), within(def.right));
    case "pipe":
      // What takes anything leaves the reading to what comes after it.
      return within(def.in?.def.type === "unknown" ? def.out : def.in);
    case "lazy":
      return within(def.getter?.());
    default:
      return within(def.innerType);
  }
}

function ofObject({ shape = {}, catchall }: Def, value: Record<string, unknown>, path: Path): Path[] {
  const isOpen = catchall !== undefined;
  const entries = Object.entries(value);
  const unknown = isOpen ? [] : entries.filter(([name]) => !Object.hasOwn(shape, name));
  const known = entries.filter(([name]) => Object.hasOwn(shape, name));
  return [...unknown.map(([name]) => [...path, name]), ...ofEntries(known, (name) => shape[name], path)];
}

function ofEntries<Key extends PropertyKey>(
  entries: readonly (readonly [Key, unknown])[],
  schemaOf: (key: Key) => z.ZodType | undefined,
  path: Path,
): Path[] {
  return entries.flatMap(([key, value]) => {
    const schema = schemaOf(key);
    return schema === undefined ? [] : unknownFields(schema, value, [...path, key]);
  });
}

/** Unknown to an intersection is what neither side knows. */
function ofBoth(left: readonly Path[], right: readonly Path[]): Path[] {
  const others = new Set(right.map((path) => JSON.stringify(path)));
  return left.filter((path) => others.has(JSON.stringify(path)));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
