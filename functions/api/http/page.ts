import { z } from "@hono/zod-openapi";
import type { Order, Page } from "../../../shared/db/page.ts";
import { id, timestamp } from "./schemas.ts";

/** Where the next page begins: after this item. `tenantId` only where a listing goes over all tenants. */
export type Cursor = { tenantId?: string | undefined; id: string };

/** A cursor's content is the listing's own business: a client only hands it back. */
export function cursorOf<Content>(content: z.ZodType<Content>) {
  return z
    .string()
    .max(300)
    .transform((text, context): Content => {
      const read = content.safeParse(parse(text));
      if (read.success) return read.data;
      context.issues.push({ code: "custom", message: "is not a cursor that this listing gave", input: text });
      return z.NEVER;
    })
    .openapi({
      type: "string",
      description: "`nextCursor` of the page before, with the same other parameters",
    });
}

const cursor = cursorOf(
  z
    .object({ t: z.uuid().optional(), i: z.uuid() })
    .transform(({ t, i }): Cursor => ({ tenantId: t, id: i })) as z.ZodType<Cursor>,
);

export function limitOf({ most, usual }: { most: number; usual: number }) {
  return z.coerce
    .number()
    .int()
    .min(1)
    .max(most)
    .default(usual)
    .openapi({ type: "integer", minimum: 1, maximum: most, default: usual });
}

/** What every listing takes. */
const pageQuery = z.object({
  limit: limitOf({ most: 100, usual: 20 }),
  cursor: cursor.optional(),
});

const moment = timestamp
  .transform((text) => new Date(text))
  .openapi({ type: "string", format: "date-time", example: "2026-03-01T09:30:00.000Z" });

/** What a listing in the order of creation takes. */
export function timeQuery(usual: Order) {
  return pageQuery.extend({
    order: z
      .enum(["asc", "desc"])
      .default(usual)
      .openapi({ description: "By creation: `asc` the oldest first, `desc` the newest", default: usual }),
    createdFrom: moment.optional().openapi({ description: "Only what was made then or later" }),
    createdTo: moment.optional().openapi({ description: "Only what was made before then" }),
  });
}

const tenantId = id
  .optional()
  .openapi({ description: "Only of this tenant; needed by nobody but operators" });

/** What a listing takes that an operator reads of a tenant, or of all tenants. */
export function reachableQuery(usual: Order) {
  return timeQuery(usual).extend({ tenantId });
}

/** The page that was asked for; of one row more, so that it is known whether there is a next one. */
export function askedPage(query: z.output<ReturnType<typeof timeQuery>>): Page {
  const { limit, cursor: after, order, createdFrom, createdTo } = query;
  return { limit: limit + 1, after: after?.id, order, createdFrom, createdTo };
}

/** A page of `item`s. */
export function pageOf(item: z.ZodType) {
  return z.object({
    data: z.array(item),
    nextCursor: z.string().nullable().openapi({ description: "Null on the last page" }),
  });
}

/** The body of a page from rows of which one more than `limit` was asked for. */
export function toPage<Row extends { id: string }>(
  rows: readonly Row[],
  limit: number,
  present: (row: Row) => unknown,
): { data: unknown[]; nextCursor: string | null } {
  const { shown, last } = splitPage(rows, limit);
  return {
    data: shown.map(present),
    nextCursor: last === undefined ? null : encodeCursor({ id: last.id }),
  };
}

/** What is shown of the rows; `last` of it where there is a next page. */
export function splitPage<Row>(
  rows: readonly Row[],
  limit: number,
): { shown: readonly Row[]; last: Row | undefined } {
  const shown = rows.slice(0, limit);
  return { shown, last: rows.length > limit ? shown.at(-1) : undefined };
}

export function encodeCursor({ tenantId: t, id: i }: Cursor): string {
  return toCursor({ ...(t === undefined ? {} : { t }), i });
}

export function toCursor(content: object): string {
  return Buffer.from(JSON.stringify(content)).toString("base64url");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}
