import { type RawBuilder, sql } from "kysely";
import { chooseCluster } from "../rules/choose-cluster.ts";
import { toStorableText } from "../../db/jsonb.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

/** Questions that ask for the same. */
export type QuestionCluster = {
  /** Of its oldest open question; any question's id names its cluster. */
  id: string;
  count: number;
  /** Differently worded ones, at most five. */
  examples: string[];
  /** The customers' messages that asked last, at most five. */
  messageIds: string[];
  languages: string[];
  reasons: string[];
  firstAskedAt: Date;
  lastAskedAt: Date;
};

const longest = 2_000;
const shownExamples = 5;

/** A dismissed question is listed again when it was asked so many times since: people seem to want it answered after all. */
const asksAfterDismissal = 3;

/** Of an answer that somebody thought bad, as opposed to one that could not be given. */
const ratedBad = "rated-bad";

/** So many clusters, those last asked for, are looked through for a like one. */
const comparedClusters = 500;

/** Once for each of a customer's messages; joins the cluster of questions that are like it. */
export async function recordUnanswered(
  trx: TenantTransaction,
  question: {
    messageId: string;
    question: string;
    clusterKey: string;
    reason: string;
    language?: string | undefined;
  },
): Promise<void> {
  const clusters = await trx
    .selectFrom("unanswered_questions")
    .select("cluster_key")
    .groupBy("cluster_key")
    .orderBy(({ fn }) => fn.max("created_at"), "desc")
    .limit(comparedClusters)
    .execute();
  const known = clusters.map((row) => row.cluster_key);
  await trx
    .insertInto("unanswered_questions")
    .values({
      message_id: question.messageId,
      question: toStorableText(question.question.slice(0, longest).toWellFormed()),
      cluster_key: chooseCluster(toStorableText(question.clusterKey), known),
      reason: toStorableText(question.reason.slice(0, 200).toWellFormed()),
      language: question.language === undefined ? null : toStorableText(question.language.slice(0, 35)),
    })
    .onConflict((conflict) => conflict.column("message_id").doNothing())
    .execute();
}

/** Somebody thinks the answer to the customer's message bad. */
export async function recordRatedBad(
  trx: TenantTransaction,
  question: Omit<Parameters<typeof recordUnanswered>[1], "reason">,
): Promise<void> {
  await recordUnanswered(trx, { ...question, reason: ratedBad });
}

/** Nobody thinks so any more. What has been answered or dismissed meanwhile stays. */
export async function removeRatedBad(trx: TenantTransaction, messageId: string): Promise<void> {
  await trx
    .deleteFrom("unanswered_questions")
    .where("message_id", "=", messageId)
    .where("reason", "=", ratedBad)
    .where("status", "=", "open")
    .execute();
}

/** Of a listing of clusters: at most so many, behind this one. */
export type ClusterPage = {
  limit: number;
  after?: Pick<QuestionCluster, "count" | "lastAskedAt" | "id"> | undefined;
};

/** The open questions, those that ask for the same together, most asked first. */
export async function listQuestionClusters(
  trx: TenantTransaction,
  { limit, after }: ClusterPage,
): Promise<QuestionCluster[]> {
  return listClusters(trx, {
    page: sql`${after?.count ?? null}::int is null or (count, "lastAskedAt", id)
      < (${after?.count ?? null}, ${after?.lastAskedAt ?? null}, ${after?.id ?? null}::uuid)`,
    limit,
  });
}

async function listClusters(
  trx: TenantTransaction,
  { page, limit }: { page: RawBuilder<unknown>; limit: number },
): Promise<QuestionCluster[]> {
  const { rows } = await sql<QuestionCluster>`
    select * from (
    select (array_agg(id order by id))[1] as id, count(*)::int as count,
      (array_agg(distinct question))[1:${shownExamples}] as examples,
      (array_agg(message_id order by id desc))[1:${shownExamples}] as "messageIds",
      coalesce(array_agg(distinct language) filter (where language is not null), '{}') as languages,
      array_agg(distinct reason) as reasons,
      min(created_at) as "firstAskedAt", date_trunc('milliseconds', max(created_at)) as "lastAskedAt"
    from unanswered_questions
    where status = 'open'
    group by cluster_key
    having count(*) >= ${asksAfterDismissal} or not exists (
      select from unanswered_questions dismissed
      where dismissed.cluster_key = unanswered_questions.cluster_key and dismissed.status = 'dismissed')
    ) clusters
    where ${page}
    order by count desc, "lastAskedAt" desc, id desc
    limit ${limit}`.execute(trx);
  return rows;
}

export type UnansweredQuestion = {
  clusterKey: string;
  question: string;
  status: "open" | "answered" | "dismissed";
  documentId: string | null;
};

/** Locked until the transaction ends, and with it its cluster: whoever answers or dismisses any question of it waits. */
export async function lockUnanswered(
  trx: TenantTransaction,
  id: string,
): Promise<UnansweredQuestion | undefined> {
  const found = await trx
    .selectFrom("unanswered_questions")
    .select("cluster_key")
    .where("id", "=", id)
    .executeTakeFirst();
  if (found === undefined) return undefined;
  const rows = await trx
    .selectFrom("unanswered_questions")
    .select(["id", "cluster_key as clusterKey", "question", "status", "document_id as documentId"])
    .where("cluster_key", "=", found.cluster_key)
    .orderBy("id")
    .forUpdate()
    .execute();
  return rows.find((row) => row.id === id);
}

/** Closes the open questions of the cluster. Returns how many there were. */
export async function closeCluster(
  trx: TenantTransaction,
  clusterKey: string,
  closed: { status: "answered"; documentId: string } | { status: "dismissed" },
): Promise<number> {
  const { numUpdatedRows } = await trx
    .updateTable("unanswered_questions")
    .set({ status: closed.status, document_id: closed.status === "answered" ? closed.documentId : null })
    .where("cluster_key", "=", clusterKey)
    .where("status", "=", "open")
    .executeTakeFirst();
  return Number(numUpdatedRows);
}
