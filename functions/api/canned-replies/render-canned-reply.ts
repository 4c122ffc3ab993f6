import { z } from "@hono/zod-openapi";
import { findCannedReply } from "../../../shared/conversations/queries/canned-replies.ts";
import { findInboxRow } from "../../../shared/conversations/queries/inbox.ts";
import { renderReply } from "../../../shared/conversations/rules/canned-reply.ts";
import { findOutlet } from "../../../shared/outlets/queries/outlets.ts";
import { findUser } from "../../../shared/tenants/queries/users.ts";
import { contactName } from "../conversations/conversation-schema.ts";
import { userOf } from "../conversations/user-of.ts";
import { ownTenant } from "../http/own-tenant.ts";
import { found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { id, idParams } from "../http/schemas.ts";

export const renderCannedReply = defineRoute(
  {
    method: "post",
    path: "/canned-replies/{id}/render",
    operation: "renderCannedReply",
    permission: "conversations:read",
    tag: "Canned replies",
    summary: "Fill in a canned reply for a conversation",
    description:
      "Sends nothing. What has no value stays as it is in `text` and is named in `missing`: complete it before sending.",
    status: 200,
    params: idParams,
    body: z.object({ conversationId: id }),
    reply: z.object({ text: z.string(), missing: z.array(z.string()) }).openapi("RenderedReply"),
  },
  async ({ principal, params, body, read }) => {
    const userId = userOf(principal);
    const rendered = await read(ownTenant(principal), async (trx) => {
      const reply = found(await findCannedReply(trx, params.id));
      const row = found(await findInboxRow(trx, body.conversationId, userId));
      const outlet = found(await findOutlet(trx, row.outlet_id));
      const agent = userId === undefined ? undefined : await findUser(trx, userId);
      return renderReply(reply.body, {
        contact: { name: contactName(row), phone: row.phone },
        outlet: { name: outlet.name },
        agent: { name: agent?.display_name ?? null },
      });
    });
    return { body: rendered };
  },
);
