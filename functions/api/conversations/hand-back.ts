import { z } from "@hono/zod-openapi";
import { findConversation, lockConversation } from "../../../shared/conversations/queries/conversations.ts";
import { giveBack } from "../../../shared/conversations/give-back.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { audit } from "../http/audit.ts";
import { found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { id, idParams } from "../http/schemas.ts";
import { ownTenant } from "../http/own-tenant.ts";

export const handBackConversation = defineRoute(
  {
    method: "post",
    path: "/conversations/{id}/hand-back",
    permission: "conversations:handle",
    tag: "Conversations",
    summary: "Give a conversation back to the bot",
    description:
      "The bot answers at once what waits, while the 24-hour window is open; `isAnswering` says whether anything does. What it " +
      "cannot answer goes to people again. 409 when the conversation is the bot's already, or closed.",
    status: 200,
    params: idParams,
    reply: z
      .object({ id, handledBy: z.literal("bot"), isAnswering: z.boolean() })
      .openapi("HandedBackConversation"),
    problems: [409],
  },
  async (context) => {
    const { params, principal, services } = context;
    const tenantId = ownTenant(principal);
    return context.write(tenantId, async (work) => {
      found(await findConversation(work.trx, params.id));
      const conversation = await lockConversation(work.trx, params.id);
      if (conversation.status === "closed") throw new HttpProblem("conflict", "The conversation is closed.");
      const { isGiven, isAnswering } = await giveBack(work, conversation, services.now());
      if (!isGiven) throw new HttpProblem("conflict", "The bot has the conversation already.");
      await audit(work.trx, context, tenantId, {
        action: "conversation.hand-back",
        subjectType: "conversation",
        subjectId: params.id,
        before: { handledBy: "human", code: conversation.handoff_code },
        after: { handledBy: "bot" },
      });
      return { body: { id: params.id, handledBy: "bot", isAnswering } };
    });
  },
);
