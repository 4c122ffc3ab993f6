import { z } from "@hono/zod-openapi";
import {
  listQuestionClusters,
  type QuestionCluster,
} from "../../../shared/knowledge/queries/unanswered-questions.ts";
import { cursorOf, limitOf, pageOf, splitPage, toCursor } from "../http/page.ts";
import { defineRoute } from "../http/route.ts";
import { ownTenant } from "../http/own-tenant.ts";
import { clusterSchema, presentCluster } from "./question-cluster-schema.ts";

const cursor = cursorOf(
  z.object({
    count: z.int(),
    lastAskedAt: z.iso.datetime().transform((text) => new Date(text)) as z.ZodType<Date>,
    id: z.uuid(),
  }),
);

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
    query: z.object({ limit: limitOf({ most: 100, usual: 20 }), cursor: cursor.optional() }),
    reply: pageOf(clusterSchema),
  },
  async ({ principal, query: { limit, cursor: after }, read }) => {
    const clusters = await read(ownTenant(principal), async (trx) =>
      listQuestionClusters(trx, { limit: limit + 1, after }),
    );
    const { shown, last } = splitPage(clusters, limit);
    return {
      body: { data: shown.map(presentCluster), nextCursor: last === undefined ? null : toNext(last) },
    };
  },
);

function toNext({ count, lastAskedAt, id }: QuestionCluster): string {
  return toCursor({ count, lastAskedAt, id });
}
