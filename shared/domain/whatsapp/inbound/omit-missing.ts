type Optional<T> = { [K in keyof T]: undefined extends T[K] ? K : never }[keyof T];

/** Keys whose value may be missing become optional ones. */
type Present<T> = { [K in Exclude<keyof T, Optional<T>>]: T[K] } & {
  [K in Optional<T>]?: Exclude<T[K], undefined>;
};

/** The object without the keys whose value is undefined. */
export function omitMissing<T extends object>(values: T): Present<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>;
}
