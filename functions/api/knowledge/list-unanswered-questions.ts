import { z } from "@hono/zod-openapi";
import { listQuestionClusters } from "../../../shared/db/unanswered-questions.ts";
import { defineRoute } from "../http/route.ts";
import { timestamp } from "../http/schemas.ts";
import { ownTenant } from "./own-tenant.ts";

const cluster = z
  .object({ key: z.string(), count: z.int(), example: z.string(), lastAskedAt: timestamp })
  .openapi("QuestionCluster");

export const listUnansweredQuestions = defineRoute(
  {
    method: "get",
    path: "/unanswered-questions",
    permission: "knowledge:read",
    tag: "Knowledge",
    summary: "List what the knowledge could not answer",
    description: "Questions that ask for the same are one entry; the most asked first.",
    status: 200,
    query: z.object({
      limit: z.coerce.number().int().min(1).max(100).default(20).openapi({ type: "integer", default: 20 }),
    }),
    reply: z.object({ data: z.array(cluster) }),
  },
  async ({ principal, query, read }) => {
    const clusters = await read(ownTenant(principal), async (trx) => listQuestionClusters(trx, query.limit));
    const data = clusters.map(({ clusterKey, count, example, lastAskedAt }) => ({
      key: clusterKey,
      count,
      example,
      lastAskedAt: lastAskedAt.toISOString(),
    }));
    return { body: { data } };
  },
);
