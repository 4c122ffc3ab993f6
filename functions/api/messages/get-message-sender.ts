import { z } from "@hono/zod-openapi";
import { findMessageSender } from "../../../shared/conversations/queries/message-senders.ts";
import { found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { id, idParams } from "../http/schemas.ts";
import { ownTenant } from "../http/own-tenant.ts";

export const getMessageSender = defineRoute(
  {
    method: "get",
    path: "/messages/{id}/sender",
    permission: "messages:read",
    tag: "Messages",
    summary: "See who sent a message",
    description:
      "The customer, the bot, the CRM itself, a user or an API key. Of a user who is deleted the id stays, and `user.delete` in the " +
      "audit log says who it was; `apiKey.ownerUserId` says whose key it is now.",
    status: 200,
    params: idParams,
    reply: z
      .object({
        messageId: id,
        senderType: z.enum(["customer", "bot", "agent", "system"]),
        user: z.object({ id, displayName: z.string().nullable() }).nullable(),
        apiKey: z.object({ id, name: z.string(), ownerUserId: id.nullable() }).nullable(),
      })
      .openapi("MessageSender"),
  },
  async ({ principal, params, read }) => ({
    body: found(await read(ownTenant(principal), async (trx) => findMessageSender(trx, params.id))),
  }),
);
