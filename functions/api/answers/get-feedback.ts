import { z } from "@hono/zod-openapi";
import { listFeedbackOf } from "../../../shared/answers/queries/answer-feedback.ts";
import { findMessage } from "../../../shared/conversations/queries/messages.ts";
import { found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { id, idParams, timestamp } from "../http/schemas.ts";
import { ownTenant } from "../http/own-tenant.ts";
import { rating } from "./put-feedback.ts";

export const getFeedback = defineRoute(
  {
    method: "get",
    path: "/messages/{id}/feedback",
    permission: "answers:ratings",
    tag: "Answers",
    summary: "Read how an answer of the bot was rated",
    description: "Every user's rating, the newest first.",
    status: 200,
    params: idParams,
    reply: z.object({
      data: z.array(
        z
          .object({
            userId: id.nullable().openapi({ description: "Null for one who is gone" }),
            rating,
            note: z.string().nullable(),
            ratedAt: timestamp,
          })
          .openapi("RatingOfUser"),
      ),
    }),
  },
  async ({ principal, params, read }) => {
    const rows = await read(ownTenant(principal), async (trx) => {
      found(await findMessage(trx, params.id));
      return listFeedbackOf(trx, params.id);
    });
    const data = rows.map(({ ratedAt, ...rest }) => ({ ...rest, ratedAt: ratedAt.toISOString() }));
    return { body: { data } };
  },
);
