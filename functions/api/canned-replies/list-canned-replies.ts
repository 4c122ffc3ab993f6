import { z } from "@hono/zod-openapi";
import { listCannedReplies } from "../../../shared/conversations/queries/canned-replies.ts";
import { ownTenant } from "../http/own-tenant.ts";
import { cursorOf, limitOf, pageOf, splitPage, toCursor } from "../http/page.ts";
import { defineRoute } from "../http/route.ts";
import { id } from "../http/schemas.ts";
import { cannedReplySchema, presentCannedReply } from "./canned-reply-schema.ts";

export const listCannedRepliesRoute = defineRoute(
  {
    method: "get",
    path: "/canned-replies",
    permission: "conversations:read",
    tag: "Canned replies",
    summary: "List canned replies",
    description: "By shortcut.",
    status: 200,
    query: z.object({
      outletId: id.optional().openapi({ description: "Those of the outlet, and those that are for all" }),
      limit: limitOf({ most: 100, usual: 100 }),
      cursor: cursorOf(z.object({ shortcut: z.string().max(100), id: z.uuid() })).optional(),
    }),
    reply: pageOf(cannedReplySchema),
  },
  async ({ principal, query, read }) => {
    const { outletId, limit, cursor: after } = query;
    const rows = await read(ownTenant(principal), async (trx) =>
      listCannedReplies(trx, { outletId, limit: limit + 1, after }),
    );
    const { shown, last } = splitPage(rows, limit);
    const nextCursor = last === undefined ? null : toCursor({ shortcut: last.shortcut, id: last.id });
    return { body: { data: shown.map(presentCannedReply), nextCursor } };
  },
);
