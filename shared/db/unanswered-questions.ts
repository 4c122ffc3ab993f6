import { toStorableText } from "./jsonb.ts";
import type { TenantTransaction } from "./tenant-scope.ts";

export type QuestionCluster = { clusterKey: string; count: number; example: string; lastAskedAt: Date };

const longest = 2_000;

/** Once for each of a customer's messages. */
export async function recordUnanswered(
  trx: TenantTransaction,
  question: { messageId: string; question: string; clusterKey: string; reason: string },
): Promise<void> {
  await trx
    .insertInto("unanswered_questions")
    .values({
      message_id: question.messageId,
      question: toStorableText(question.question.slice(0, longest).toWellFormed()),
      cluster_key: toStorableText(question.clusterKey),
      reason: toStorableText(question.reason.slice(0, 200).toWellFormed()),
    })
    .onConflict((conflict) => conflict.column("message_id").doNothing())
    .execute();
}

/** The open questions, those that ask for the same together, most asked first. */
export async function listQuestionClusters(
  trx: TenantTransaction,
  limit: number,
): Promise<QuestionCluster[]> {
  const rows = await trx
    .selectFrom("unanswered_questions")
    .select(({ fn }) => [
      "cluster_key",
      fn.countAll().as("count"),
      fn.max("question").as("example"),
      fn.max("created_at").as("last_asked_at"),
    ])
    .where("status", "=", "open")
    .groupBy("cluster_key")
    .orderBy("count", "desc")
    .orderBy("last_asked_at", "desc")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    clusterKey: row.cluster_key,
    count: Number(row.count),
    example: row.example,
    lastAskedAt: row.last_asked_at,
  }));
}
