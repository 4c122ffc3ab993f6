import type { z } from "zod";

/** How a message lies on the wire: our JSON envelope, or what Cloud Storage itself publishes. */
type Wire = "envelope" | "cloud-storage-notification";

export type Topic<Data extends z.ZodType = z.ZodType, NamesTenant extends boolean = boolean> = {
  /** One line for a newcomer; the README's table is made of these. */
  meaning: string;
  /** Raised by a breaking change of `data` only; the snapshot test tells which changes break. */
  version: number;
  wire: Wire;
  /** False for what others send: Meta names a number or an account, Cloud Storage an object. */
  namesTenant: NamesTenant;
  data: Data;
  /** Events of one key are handled one at a time, in order; `undefined` where order means nothing. */
  orderingKey?: (data: z.infer<Data>) => string | undefined;
  /** What subscriptions may filter by, beside topic and tenant; few, because publishing pays for each. */
  attributes?: (data: z.infer<Data>) => Readonly<Record<string, string>>;
  /** The natural key by which consumers know a second delivery. */
  dedupeKey: (data: z.infer<Data>) => string;
  /** Whether `analytics` copies it to the warehouse. */
  analytics: boolean;
};

export function topic<Data extends z.ZodType, const NamesTenant extends boolean>(
  declaration: Omit<Topic<Data, NamesTenant>, "wire" | "analytics"> & { wire?: Wire; analytics?: boolean },
): Topic<Data, NamesTenant> {
  return { wire: "envelope", analytics: false, ...declaration };
}
