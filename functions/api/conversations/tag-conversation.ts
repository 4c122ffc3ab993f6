import { z } from "@hono/zod-openapi";
import { listTagIds, setConversationTags } from "../../../shared/conversations/queries/conversation-tags.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { defineRoute } from "../http/route.ts";
import { id, idParams } from "../http/schemas.ts";
import { actOn } from "./act-on.ts";
import { conversationSchema } from "./conversation-schema.ts";

export const tagConversation = defineRoute(
  {
    method: "put",
    permission: "conversations:handle",
    path: "/conversations/{id}/tags",
    tag: "Conversations",
    summary: "Set a conversation's tags",
    description: "It has these and no others.",
    status: 200,
    params: idParams,
    body: z.object({ tagIds: z.array(id).max(50) }),
    reply: conversationSchema,
    versioned: true,
  },
  async (context) => {
    const tagIds = [...new Set(context.body.tagIds)];
    return actOn(context, "conversation.tag", async ({ trx }, conversation) => {
      if ((await listTagIds(trx, tagIds)).length < tagIds.length) {
        const message = "names a tag that is not there";
        throw new HttpProblem("invalid", undefined, {
          errors: [{ field: "tagIds", in: "body", code: "invalid", message }],
        });
      }
      await setConversationTags(trx, conversation.id, tagIds);
      return true;
    });
  },
);
