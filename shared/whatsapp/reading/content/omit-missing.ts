type Optional<T> = { [K in keyof T]: undefined extends T[K] ? K : never }[keyof T];

/** Keys whose value may be missing become optional ones. */
type Present<T> = { [K in Exclude<keyof T, Optional<T>>]: T[K] } & {
  [K in Optional<T>]?: Exclude<T[K], undefined>;
};

/** The object without the keys whose value is undefined. A plain loop, for every message passes here many times. */
export function omitMissing<T extends object>(values: T): Present<T> {
  const present: Record<string, unknown> = {};
  for (const key in values) {
    const value: unknown = values[key];
    if (value !== undefined) present[key] = value;
  }
  return present as Present<T>;
}
