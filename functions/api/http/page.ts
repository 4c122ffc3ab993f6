import { z } from "@hono/zod-openapi";
import { id } from "./schemas.ts";

/** Where the next page begins: after this item. `tenantId` only where a listing goes over all tenants. */
export type Cursor = { tenantId?: string | undefined; id: string };

const content = z.object({ t: z.uuid().optional(), i: z.uuid() });

const cursor = z
  .string()
  .max(300)
  .transform((text, context): Cursor => {
    const read = content.safeParse(parse(text)).data;
    if (read !== undefined) return { tenantId: read.t, id: read.i };
    context.issues.push({ code: "custom", message: "is not a cursor that this listing gave", input: text });
    return z.NEVER;
  })
  .openapi({ type: "string", description: "`nextCursor` of the page before" });

/** The query parameters of every listing. */
export const pageQuery = z.object({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(20)
    .openapi({ type: "integer", minimum: 1, maximum: 100, default: 20 }),
  cursor: cursor.optional(),
});

export const listQuery = pageQuery.extend({
  tenantId: id.optional().openapi({ description: "Only of this tenant; needed by nobody but operators" }),
});

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
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return { data: shown.map(present), nextCursor: hasMore ? encodeCursor({ id: last.id }) : null };
}

export function encodeCursor({ tenantId, id: itemId }: Cursor): string {
  return Buffer.from(
    JSON.stringify({ ...(tenantId === undefined ? {} : { t: tenantId }), i: itemId }),
  ).toString("base64url");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}
