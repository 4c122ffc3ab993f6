import { z } from "@hono/zod-openapi";
import { countInbox, type InboxFilter, listInbox } from "../../../shared/conversations/queries/inbox.ts";
import type { Principal } from "../../../shared/tenants/rules/principal.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { ownTenant } from "../http/own-tenant.ts";
import { cursorOf, limitOf, pageOf, splitPage, toCursor } from "../http/page.ts";
import { defineRoute } from "../http/route.ts";
import { id } from "../http/schemas.ts";
import { conversationSchema, presentConversation } from "./conversation-schema.ts";
import { userOf } from "./user-of.ts";

const common = {
  method: "get",
  permission: "conversations:read",
  tag: "Conversations",
  status: 200,
} as const;
const flag = z.enum(["true", "false"]).transform((text) => text === "true");
const cursor = cursorOf(z.object({ at: z.string().max(40), id: z.uuid() }));

export const listConversations = defineRoute(
  {
    ...common,
    path: "/conversations",
    summary: "List conversations",
    description:
      "All filters may be combined. Sorted by `lastMessageAt`, the newest first, unless said otherwise; by `waitingSince` only those " +
      "are listed in which the customer waits for an answer. A conversation in which nothing was said yet is in no list.",
    query: z.object({
      state: z.enum(["open", "snoozed", "closed"]).optional(),
      handledBy: z.enum(["bot", "human"]).optional(),
      assignee: z
        .union([z.enum(["me", "none"]), id])
        .optional()
        .openapi({ type: "string", description: "`me`, `none`, or a user's id", example: "me" }),
      outletId: id.optional(),
      contactId: id.optional(),
      tagId: id.optional(),
      waiting: flag.optional().openapi({ description: "Whether the customer waits for an answer" }),
      unread: flag.optional().openapi({ description: "Whether the caller has not read all of it" }),
      mentioned: z
        .literal("true")
        .transform(() => true)
        .optional()
        .openapi({ type: "string", enum: ["true"], description: "Only where a note names the caller" }),
      sort: z.enum(["lastMessageAt", "waitingSince"]).default("lastMessageAt"),
      order: z.enum(["asc", "desc"]).default("desc"),
      limit: limitOf({ most: 100, usual: 50 }),
      cursor: cursor.optional(),
    }),
    reply: pageOf(conversationSchema),
  },
  async ({ principal, query, read }) => {
    const { sort, order, limit, cursor: after } = query;
    const filter = { ...readFilter(principal, query), userId: userOf(principal) };
    const rows = await read(ownTenant(principal), async (trx) =>
      listInbox(trx, filter, { sort, order, limit: limit + 1, after }),
    );
    const { shown, last } = splitPage(rows, limit);
    const nextCursor = last === undefined ? null : toCursor({ at: last.sort_at, id: last.id });
    return { body: { data: shown.map(presentConversation), nextCursor } };
  },
);

/** What the caller's own views hold; counted no further. */
const mostCounted = 1000;
const count = z.int().max(mostCounted);

export const countConversations = defineRoute(
  {
    ...common,
    path: "/conversations/counts",
    summary: "Count the conversations of each view",
    description: `How many open ones there are; counted to ${mostCounted}.`,
    reply: z
      .object({
        mine: count.openapi({ description: "Assigned to the caller" }),
        unassigned: count.openapi({ description: "With humans, and nobody's" }),
        waiting: count.openapi({ description: "With humans, and the customer waits" }),
        mentions: count.openapi({ description: "In which a note names the caller" }),
        bot: count.openapi({ description: "The bot's" }),
        all: count,
        snoozed: count,
      })
      .openapi("ConversationCounts"),
  },
  async ({ principal, read }) => {
    const userId = userOf(principal);
    const open = { state: "open", userId } as const;
    return read(ownTenant(principal), async (trx) => {
      const counted = async (filter: InboxFilter) => countInbox(trx, { ...open, ...filter }, mostCounted);
      const body = {
        mine: userId === undefined ? 0 : await counted({ assignee: userId }),
        unassigned: await counted({ assignee: "none", handledBy: "human" }),
        waiting: await counted({ handledBy: "human", waiting: true }),
        mentions: userId === undefined ? 0 : await counted({ mentioned: true }),
        bot: await counted({ handledBy: "bot" }),
        all: await counted({}),
        snoozed: await counted({ state: "snoozed" }),
      };
      return { body };
    });
  },
);

/** `me` is whoever asks, which a key is not. */
function readFilter(principal: Principal, query: InboxFilter): InboxFilter {
  const isOnesOwn = query.assignee === "me" || query.unread !== undefined || query.mentioned !== undefined;
  const userId = userOf(principal);
  if (isOnesOwn && userId === undefined)
    throw new HttpProblem("bad-request", "`assignee=me`, `unread` and `mentioned` are for signed-in people.");
  return query.assignee === "me" ? { ...query, assignee: userId } : query;
}
