import { sql } from "kysely";
import { toStorableText } from "../../db/jsonb.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

export type Rating = "up" | "down";

/** What the user thinks of the answer, in place of what it thought before. Resolves to how many think it bad. */
export async function recordFeedback(
  trx: TenantTransaction,
  feedback: { messageId: string; userId: string; rating: Rating; note?: string | undefined; ratedAt: Date },
): Promise<{ downs: number }> {
  const values = {
    rating: feedback.rating,
    note: feedback.note === undefined ? null : toStorableText(feedback.note),
    rated_at: feedback.ratedAt,
  };
  await trx
    .insertInto("answer_feedback")
    .values({ ...values, message_id: feedback.messageId, user_id: feedback.userId })
    .onConflict((conflict) => conflict.columns(["message_id", "user_id"]).doUpdateSet(values))
    .execute();
  const { downs } = await trx
    .selectFrom("answer_feedback")
    .select(({ fn }) => fn.countAll<string>().as("downs"))
    .where("message_id", "=", feedback.messageId)
    .where("rating", "=", "down")
    .executeTakeFirstOrThrow();
  return { downs: Number(downs) };
}

/** What users think of the answer, the newest first. */
export async function listFeedbackOf(
  trx: TenantTransaction,
  messageId: string,
): Promise<{ userId: string | null; rating: Rating; note: string | null; ratedAt: Date }[]> {
  return trx
    .selectFrom("answer_feedback")
    .select(["user_id as userId", "rating", "note", "rated_at as ratedAt"])
    .where("message_id", "=", messageId)
    .orderBy("rated_at", "desc")
    .execute();
}

export type FeedbackOfDay = { day: string; up: number; down: number };

/** Ratings by the day on which they were given, in the tenant's time zone; both ends included, days without any left out. */
export async function countFeedback(
  trx: TenantTransaction,
  { from, to, timeZone }: { from: string; to: string; timeZone: string },
): Promise<FeedbackOfDay[]> {
  const { rows } = await sql<FeedbackOfDay>`
    select (rated_at at time zone ${timeZone})::date as day,
      count(*) filter (where rating = 'up')::int as up,
      count(*) filter (where rating = 'down')::int as down
    from answer_feedback
    where rated_at >= (${from}::date)::timestamp at time zone ${timeZone}
      and rated_at < (${to}::date + 1)::timestamp at time zone ${timeZone}
    group by 1 order by 1`.execute(trx);
  return rows;
}
