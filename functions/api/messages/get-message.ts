import { z } from "@hono/zod-openapi";
import { findMessage } from "../../../shared/conversations/queries/messages.ts";
import { classifyError } from "../../../shared/whatsapp/rules/error-class.ts";
import { found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { id, idParams } from "../http/schemas.ts";
import { ownTenant } from "../http/own-tenant.ts";

const reply = z
  .object({
    id,
    conversationId: id,
    contactId: id,
    direction: z.enum(["inbound", "outbound"]),
    senderType: z.enum(["customer", "bot", "agent", "system"]),
    type: z.string(),
    text: z.string(),
    status: z.string(),
    sentAt: z.iso.datetime(),
    error: z
      .object({
        code: z.int().nullable().openapi({ description: "WhatsApp's, when it was WhatsApp that refused" }),
        detail: z.string().nullable(),
        meaning: z.string().nullable().openapi({ example: "template or language missing or not approved" }),
      })
      .nullable()
      .openapi({ description: "Why it failed or was canceled, or what its sending waits for" }),
  })
  .openapi("Message");

export const getMessage = defineRoute(
  {
    method: "get",
    path: "/messages/{id}",
    permission: "messages:read",
    tag: "Messages",
    summary: "Read a message",
    description:
      "What became of it: `queued`, `sending`, `accepted` by WhatsApp, `sent`, `delivered`, `read`, `played`; `failed` or " +
      "`canceled`, with the reason; `unknown` and `unconfirmed` when nobody can say whether it left.",
    status: 200,
    params: idParams,
    reply,
  },
  async ({ principal, params, read }) => {
    const message = found(await read(ownTenant(principal), async (trx) => findMessage(trx, params.id)));
    const { error_code: code, error_detail: detail } = message;
    const isFine = code === null && detail === null;
    return {
      body: {
        id: message.id,
        conversationId: message.conversation_id,
        contactId: message.contact_id,
        direction: message.direction,
        senderType: message.sender_type,
        type: message.type,
        text: message.body ?? "",
        status: message.status,
        sentAt: message.sent_at.toISOString(),
        error: isFine ? null : { code, detail, meaning: code === null ? null : classifyError({ code }).note },
      },
    };
  },
);
