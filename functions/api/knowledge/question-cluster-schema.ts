import { z } from "@hono/zod-openapi";
import type { QuestionCluster } from "../../../shared/knowledge/queries/unanswered-questions.ts";
import { id, timestamp } from "../http/schemas.ts";

export const clusterSchema = z
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

export function presentCluster({
  firstAskedAt,
  lastAskedAt,
  ...rest
}: QuestionCluster): z.output<typeof clusterSchema> {
  return { ...rest, firstAskedAt: firstAskedAt.toISOString(), lastAskedAt: lastAskedAt.toISOString() };
}
