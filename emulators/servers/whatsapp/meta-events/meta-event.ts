import * as z from "zod";
import type { Context } from "../context.ts";
import type { BusinessNumber } from "../options.ts";

/** Something that Meta tells without the product having done anything; asked for by `POST /__control/events/{name}`. */
export type MetaEvent = {
  name: string;
  /** One line for who asks what there is. */
  about: string;
  schema: z.ZodObject;
  /** Tells it; resolves to what is worth knowing of it, or to a refusal in words. */
  tell(context: Context, given: unknown): Promise<object | string>;
};

/** Declares an event; its function is given what the schema has checked. */
export function metaEvent<Schema extends z.ZodObject>(
  name: string,
  about: string,
  schema: Schema,
  tell: (context: Context, given: z.output<Schema>) => Promise<object | string> | object | string,
): MetaEvent {
  return { name, about, schema, tell: async (context, given) => tell(context, schema.parse(given)) };
}

/** Which business number it concerns: the first one by default. */
export const numberField = { number: z.string().optional().describe("business number's id") };

export function numberOf({ state }: Context, { number }: { number?: string | undefined }): BusinessNumber {
  const found = number === undefined ? [...state.numbers.values()][0] : state.numbers.get(number);
  if (found === undefined) throw new UnknownNumber(`there is no business number ${number ?? ""}`);
  return found;
}

/** Becomes a 404. */
export class UnknownNumber extends Error {}
