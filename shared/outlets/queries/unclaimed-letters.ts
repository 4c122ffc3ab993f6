import { type Kysely, sql } from "kysely";
import { claimingStates } from "./outlet-homes.ts";
import type { Database } from "../../db/schema.d.ts";

/** How long after a proof an event may still have been looked up before it. */
const graceSeconds = 60;

/**
 * As the platform role: dead letters of a number, or of an account, that an outlet has proven since they were written,
 * the oldest first, locked. None while another transaction is at them, so that order is kept.
 */
export async function lockClaimedLetters(
  trx: Kysely<Database>,
  limit: number,
): Promise<{ id: string; payload: unknown }[]> {
  const { rows: locks } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(hashtext('unclaimed letters')) as locked`.execute(trx);
  if (locks[0]?.locked !== true) return [];
  const letters = await trx
    .selectFrom("dead_letters")
    .select(["id", "payload_text"])
    .where("reason_code", "=", "unknown-number")
    .where("replayed_at", "is", null)
    .where("waba_business_account_id", "is not", null)
    .where((where) =>
      where.exists(
        where
          .selectFrom("outlets")
          .select("outlets.id")
          .whereRef("outlets.waba_business_account_id", "=", "dead_letters.waba_business_account_id")
          .where("outlets.status", "in", claimingStates)
          .where((either) =>
            either.or([
              either("dead_letters.waba_phone_number_id", "is", null),
              either("outlets.waba_phone_number_id", "=", either.ref("dead_letters.waba_phone_number_id")),
            ]),
          )
          // What was found to be nobody's after the proof would be found so again.
          .where(
            sql<boolean>`dead_letters.created_at < coalesce(outlets.proven_at, outlets.created_at) + make_interval(secs => ${graceSeconds})`,
          ),
      ),
    )
    .orderBy("id")
    .limit(limit)
    .forUpdate()
    .execute();
  return letters.map(({ id, payload_text: text }) => ({
    id,
    payload: JSON.parse(text ?? "null") as unknown,
  }));
}

/** As the platform role: their events went back to their topics. */
export async function markLettersReplayed(trx: Kysely<Database>, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await trx.updateTable("dead_letters").set({ replayed_at: new Date() }).where("id", "in", ids).execute();
}
