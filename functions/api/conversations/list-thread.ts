import { z } from "@hono/zod-openapi";
import { findConversation } from "../../../shared/conversations/queries/conversations.ts";
import {
  findThreadMark,
  findThreadRow,
  listThread,
  type ThreadMark,
  type ThreadRow,
} from "../../../shared/conversations/queries/thread.ts";
import type { Conversation } from "../../../shared/db/schema.d.ts";
import type { TenantTransaction } from "../../../shared/db/tenant-scope.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { ownTenant } from "../http/own-tenant.ts";
import { limitOf } from "../http/page.ts";
import { found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { id, idParams } from "../http/schemas.ts";
import { presentThreadMessage, threadMessageSchema } from "./thread-message.ts";

type Shown = { rows: ThreadRow[]; hasOlder: boolean; hasNewer: boolean };

export const listThreadMessages = defineRoute(
  {
    method: "get",
    permission: "conversations:read",
    path: "/conversations/{id}/messages",
    operation: "listConversationMessages",
    tag: "Conversations",
    summary: "Read a conversation's thread",
    description:
      "Messages between the contact and the outlet, of this conversation and of those before and after it, oldest first: the last " +
      "ones, or those before, after or around a message. Give one of the three at most.",
    status: 200,
    params: idParams,
    query: z.object({
      before: id.optional(),
      after: id.optional(),
      around: id.optional(),
      limit: limitOf({ most: 100, usual: 50 }),
    }),
    reply: z
      .object({ data: z.array(threadMessageSchema), hasOlder: z.boolean(), hasNewer: z.boolean() })
      .openapi("Thread"),
  },
  async ({ principal, params, query, read }) => {
    const { before, after, around, limit } = query;
    const [mark, ...others] = [before, after, around].filter((given) => given !== undefined);
    if (others.length > 0)
      throw new HttpProblem("bad-request", "Give one of `before`, `after` and `around`.");
    const shown = await read(ownTenant(principal), async (trx) => {
      const thread = found(await findConversation(trx, params.id));
      if (mark === undefined) return older(trx, thread, limit);
      const from = found(await findThreadMark(trx, thread, mark));
      if (before !== undefined) return { ...(await older(trx, thread, limit, from)), hasNewer: true };
      if (after !== undefined) return { ...(await newer(trx, thread, limit, from)), hasOlder: true };
      return bothSides(trx, thread, limit, from);
    });
    const { rows, ...more } = shown;
    return { body: { data: rows.map(presentThreadMessage), ...more } };
  },
);

type Thread = Pick<Conversation, "outlet_id" | "contact_id">;

async function older(
  trx: TenantTransaction,
  thread: Thread,
  limit: number,
  from?: ThreadMark,
): Promise<Shown> {
  const rows = await listThread(trx, thread, { limit: limit + 1, from, direction: "older" });
  return { rows: rows.slice(0, limit).toReversed(), hasOlder: rows.length > limit, hasNewer: false };
}

async function newer(
  trx: TenantTransaction,
  thread: Thread,
  limit: number,
  from: ThreadMark,
): Promise<Shown> {
  const rows = await listThread(trx, thread, { limit: limit + 1, from, direction: "newer" });
  return { rows: rows.slice(0, limit), hasOlder: false, hasNewer: rows.length > limit };
}

async function bothSides(
  trx: TenantTransaction,
  thread: Thread,
  limit: number,
  from: ThreadMark,
): Promise<Shown> {
  const half = Math.ceil(limit / 2);
  const before = await older(trx, thread, half, from);
  const after = await newer(trx, thread, half, from);
  const middle = await findThreadRow(trx, from.id);
  return {
    rows: [...before.rows, ...(middle === undefined ? [] : [middle]), ...after.rows],
    hasOlder: before.hasOlder,
    hasNewer: after.hasNewer,
  };
}
