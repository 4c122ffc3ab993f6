import { z } from "@hono/zod-openapi";
import { assign, release } from "../../../shared/conversations/queries/conversation-acts.ts";
import { findUser } from "../../../shared/tenants/queries/users.ts";
import type { TenantTransaction } from "../../../shared/db/tenant-scope.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { defineRoute } from "../http/route.ts";
import { id } from "../http/schemas.ts";
import { actOn, actRoute, requireOpen } from "./act-on.ts";
import { requireUser } from "./user-of.ts";

export const claimConversation = defineRoute(
  {
    ...actRoute,
    permission: "conversations:work",
    path: "/conversations/{id}/claim",
    summary: "Take a conversation",
    description:
      "It is the caller's from here on, and the bot is silent in it. Of several who try at once one has it: 409 `taken` names " +
      "that colleague. Taking what is the caller's already changes nothing.",
  },
  async (context) => {
    const userId = requireUser(context.principal);
    return actOn(context, "conversation.claim", async ({ trx }, conversation) => {
      requireOpen(conversation);
      const { assigned_user_id: assigned } = conversation;
      if (assigned !== null && assigned !== userId) throw await taken(trx, assigned);
      if (assigned === userId && conversation.handled_by === "human") return false;
      await assign(trx, conversation, userId);
      return true;
    });
  },
);

export const assignConversation = defineRoute(
  {
    ...actRoute,
    path: "/conversations/{id}/assign",
    summary: "Give a conversation to a colleague",
    description: "Whoever had it. The bot is silent in it from here on.",
    body: z.object({ userId: id }),
  },
  async (context) => {
    const { userId } = context.body;
    return actOn(context, "conversation.assign", async ({ trx }, conversation) => {
      requireOpen(conversation);
      const user = await findUser(trx, userId);
      if (user === undefined || user.status !== "active" || user.role === "viewer") {
        const message = "is no active agent or admin of the tenant";
        throw new HttpProblem("invalid", undefined, {
          errors: [{ field: "userId", in: "body", code: "invalid", message }],
        });
      }
      if (conversation.assigned_user_id === userId && conversation.handled_by === "human") return false;
      await assign(trx, conversation, userId);
      return true;
    });
  },
);

export const releaseConversation = defineRoute(
  {
    ...actRoute,
    path: "/conversations/{id}/release",
    summary: "Let a conversation be nobody's",
    description: "It stays with humans, for whoever takes it; `hand-back` gives it to the bot.",
  },
  async (context) =>
    actOn(context, "conversation.release", async ({ trx }, conversation) => {
      requireOpen(conversation);
      if (conversation.assigned_user_id === null) return false;
      await release(trx, conversation.id);
      return true;
    }),
);

async function taken(trx: TenantTransaction, userId: string): Promise<HttpProblem> {
  const owner = await findUser(trx, userId);
  return new HttpProblem("taken", `${owner?.display_name ?? "A colleague"} has it.`, {
    extensions: { assignee: { id: userId, name: owner?.display_name ?? null } },
  });
}
