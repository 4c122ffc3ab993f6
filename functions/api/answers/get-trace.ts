import { z } from "@hono/zod-openapi";
import { findMessage } from "../../../shared/conversations/queries/messages.ts";
import { found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { id, idParams } from "../http/schemas.ts";
import { ownTenant } from "../http/own-tenant.ts";
import { traceSchema } from "./trace-schema.ts";

export const getTrace = defineRoute(
  {
    method: "get",
    path: "/messages/{id}/trace",
    permission: "answers:trace",
    tag: "Answers",
    summary: "See how an answer of the bot came about",
    description: "Kept as long as the message. Only answers have one; of a long answer its first message.",
    status: 200,
    params: idParams,
    reply: z.object({ messageId: id, trace: traceSchema }).openapi("TraceOfMessage"),
  },
  async ({ principal, params, read }) => {
    const message = found(await read(ownTenant(principal), async (trx) => findMessage(trx, params.id)));
    return { body: { messageId: message.id, trace: found(message.trace ?? undefined) } };
  },
);
