import { sql } from "kysely";
import { isTakenBy } from "../rules/handoff-code.ts";
import type { Conversation } from "../../db/schema.d.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

type Outcome = NonNullable<Conversation["outcome"]>;

/**
 * Each of these moves a conversation that the caller has locked. What changes who answers raises the epoch, so that a
 * draft of the bot's that is not on its way is never sent.
 */

/** It is the user's, and a human's if it was the bot's. */
export async function assign(
  trx: TenantTransaction,
  conversation: Conversation,
  userId: string,
): Promise<void> {
  const isBots = conversation.handled_by === "bot";
  await trx
    .updateTable("conversations")
    .set({
      assigned_user_id: userId,
      epoch: sql`epoch + 1`,
      ...(isBots
        ? {
            handled_by: "human",
            handoff_reason: "taken",
            handed_off_at: sql<Date>`now()`,
          }
        : {}),
      ...(!isBots && isTakenBy(conversation.handoff_code)
        ? {}
        : { handoff_code: "taken", take_back_at: null, tell_people_at: null }),
    })
    .where("id", "=", conversation.id)
    .execute();
}

/** It is nobody's, and stays with humans. */
export async function release(trx: TenantTransaction, conversationId: string): Promise<void> {
  await trx
    .updateTable("conversations")
    .set({ assigned_user_id: null, epoch: sql`epoch + 1` })
    .where("id", "=", conversationId)
    .execute();
}

/** Puts it aside until then, or until the customer writes, whichever is first. */
export async function snooze(
  trx: TenantTransaction,
  conversationId: string,
  { until, now }: { until: Date | null; now: Date },
): Promise<void> {
  await trx
    .updateTable("conversations")
    .set({ snoozed_at: now, snoozed_until: until })
    .where("id", "=", conversationId)
    .execute();
}

export async function wake(trx: TenantTransaction, conversationId: string): Promise<void> {
  await trx
    .updateTable("conversations")
    .set({ snoozed_at: null, snoozed_until: null })
    .where("id", "=", conversationId)
    .execute();
}

export async function close(
  trx: TenantTransaction,
  conversationId: string,
  { outcome, reason = null, now }: { outcome: Outcome; reason?: string | null | undefined; now: Date },
): Promise<void> {
  await trx
    .updateTable("conversations")
    .set({ ...closed(outcome, now), close_reason: reason })
    .where("id", "=", conversationId)
    .execute();
}

/** Closes what has been silent for long and in which nobody waits for an answer; resolves to the ids. */
export async function closeIdle(
  trx: TenantTransaction,
  {
    handledBy,
    idleSince,
    now,
    limit,
  }: { handledBy: "bot" | "human"; idleSince: Date; now: Date; limit: number },
): Promise<string[]> {
  const rows = await trx
    .updateTable("conversations")
    .set(closed("idle", now))
    .where("id", "in", (idle) =>
      idle
        .selectFrom("conversations")
        .select("id")
        .where("inbox_state", "=", "open")
        .where("handled_by", "=", handledBy)
        .where("last_message_at", "<", idleSince)
        .where("waiting_since", "is", null)
        .orderBy("last_message_at")
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .returning("id")
    .execute();
  return rows.map(({ id }) => id);
}

function closed(outcome: Outcome, now: Date) {
  return {
    status: "closed",
    closed_at: now,
    outcome,
    waiting_since: null,
    snoozed_at: null,
    snoozed_until: null,
    take_back_at: null,
    tell_people_at: null,
    epoch: sql<number>`epoch + 1`,
  } as const;
}
