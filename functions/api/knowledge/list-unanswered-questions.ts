import { z } from "@hono/zod-openapi";
import { listQuestionClusters } from "../../../shared/knowledge/queries/unanswered-questions.ts";
import { defineRoute } from "../http/route.ts";
import { id, timestamp } from "../http/schemas.ts";
import { ownTenant } from "../http/own-tenant.ts";

const cluster = z
  .object({
    id: id.openapi({ description: "Of its oldest question; any question's names it" }),
    count: z.int(),
    examples: z.array(z.string()).openapi({ description: "Differently worded, at most five" }),
    messageIds: z.array(id).openapi({ description: "Of the customers who asked last, at most five" }),
    languages: z.array(z.string()),
    reasons: z
      .array(z.string())
      .openapi({ description: "`rated-bad` where an answer was given that somebody thought bad" }),
    firstAskedAt: timestamp,
    lastAskedAt: timestamp,
  })
  .openapi("QuestionCluster");

export const listUnansweredQuestions = defineRoute(
  {
    method: "get",
    path: "/unanswered-questions",
    permission: "knowledge:read",
    tag: "Knowledge",
    summary: "List what the knowledge could not answer",
    description:
      "And what it answered badly, to somebody's mind. Questions that ask for the same are one entry; the most asked first. " +
      "A dismissed one comes back when it was asked three more times, an answered one as soon as it is asked again in vain.",
    status: 200,
    query: z.object({
      limit: z.coerce.number().int().min(1).max(100).default(20).openapi({ type: "integer", default: 20 }),
    }),
    reply: z.object({ data: z.array(cluster) }),
  },
  async ({ principal, query, read }) => {
    const clusters = await read(ownTenant(principal), async (trx) => listQuestionClusters(trx, query.limit));
    const data = clusters.map(({ firstAskedAt, lastAskedAt, ...rest }) => ({
      ...rest,
      firstAskedAt: firstAskedAt.toISOString(),
      lastAskedAt: lastAskedAt.toISOString(),
    }));
    return { body: { data } };
  },
);
