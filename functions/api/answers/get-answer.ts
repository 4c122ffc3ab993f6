import { z } from "@hono/zod-openapi";
import { findPlaygroundAnswer } from "../../../shared/answers/queries/playground-answers.ts";
import { found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { id, idParams, timestamp } from "../http/schemas.ts";
import { ownTenant } from "../http/own-tenant.ts";
import { presentUsage, usage } from "./answer-schema.ts";
import { traceSchema } from "./trace-schema.ts";

export const getAnswer = defineRoute(
  {
    method: "get",
    path: "/llm/answers/{id}",
    operation: "getAnswer",
    permission: "answers:trace",
    tag: "Answers",
    summary: "See how an answer of the playground came about",
    status: 200,
    params: idParams,
    reply: z
      .object({
        id,
        userId: id.nullable(),
        outletId: id.nullable(),
        question: z.string(),
        outcome: z.enum(["answered", "failed", "canceled"]),
        text: z.string().nullable(),
        usage: usage.openapi({ description: "Estimated where nobody counted: after a client has left, say" }),
        trace: traceSchema.nullable(),
        createdAt: timestamp,
      })
      .openapi("KeptAnswer"),
  },
  async ({ principal, params, read }) => {
    const row = found(await read(ownTenant(principal), async (trx) => findPlaygroundAnswer(trx, params.id)));
    return {
      body: {
        id: row.id,
        userId: row.user_id,
        outletId: row.outlet_id,
        question: row.question,
        outcome: row.outcome,
        text: row.answer,
        usage: presentUsage({ in: row.tokens_in, out: row.tokens_out, embedding: row.tokens_embedding }),
        trace: row.trace,
        createdAt: row.created_at.toISOString(),
      },
    };
  },
);
