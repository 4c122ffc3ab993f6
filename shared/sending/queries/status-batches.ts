import { sql } from "kysely";
import type { StatusPlan } from "../rules/plan-status-change.ts";
import type { ReportedStatus } from "../../whatsapp/reading/reported-status.ts";
import { toJsonb, toStorableText } from "../../db/jsonb.ts";
import type { Message } from "../../db/schema.d.ts";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

/** What a reported status has to know of the message that it tells of. */
export type ReportedMessage = Pick<
  Message,
  | "id"
  | "tenant_id"
  | "outlet_id"
  | "conversation_id"
  | "contact_id"
  | "type"
  | "sender_type"
  | "is_turn"
  | "wamid"
  | "attempt_id"
  | "status"
  | "accepted_at"
>;

/** Names a message of ours as a status does: by Meta's id, and by our attempt's id where it tells it. */
export type StatusSubject = { outletId: string; wamid: string; attemptId: string | undefined };

type Found = Pick<ReportedMessage, "id" | "conversation_id" | "outlet_id" | "wamid" | "attempt_id">;

/** The messages of ours that any of the statuses tells of. */
export async function findReportedMessages(
  trx: TenantTransaction,
  subjects: readonly StatusSubject[],
): Promise<Found[]> {
  const attemptIds = subjects.map(({ attemptId }) => attemptId).filter((id) => id !== undefined);
  const { rows } = await sql<Found>`
    select id, conversation_id, outlet_id, wamid, attempt_id from messages
      where outlet_id = any(${distinct(subjects.map(({ outletId }) => outletId))}::uuid[])
        and wamid = any(${distinct(subjects.map(({ wamid }) => wamid))}::text[]) and direction = 'outbound'
    union
    select id, conversation_id, outlet_id, wamid, attempt_id from messages
      where attempt_id = any(${distinct(attemptIds)}::uuid[]) and direction = 'outbound'`.execute(trx);
  return rows;
}

/**
 * The same, locked until the transaction ends: first their conversations, then they, each in the order of ids, so that
 * two groups never wait for each other in a circle.
 */
export async function lockReportedMessages(
  trx: TenantTransaction,
  subjects: readonly StatusSubject[],
): Promise<ReportedMessage[]> {
  const found = await findReportedMessages(trx, subjects);
  if (found.length === 0) return [];
  const conversationIds = distinct(found.map((row) => row.conversation_id));
  await sql`select id from conversations where id = any(${conversationIds}::uuid[]) order by id for update`.execute(
    trx,
  );
  const { rows } = await sql<ReportedMessage>`
    select id, tenant_id, outlet_id, conversation_id, contact_id, type, sender_type, is_turn, wamid, attempt_id, status,
      accepted_at from messages
    where id = any(${found.map(({ id }) => id)}::uuid[]) order by id for update`.execute(trx);
  // While this waited, a conversation became one with another, and its messages moved there: that is to be locked too.
  const locked = new Set(conversationIds);
  const isLocked = rows.every((row) => locked.has(row.conversation_id));
  return isLocked ? rows : lockReportedMessages(trx, subjects);
}

/**
 * Until the transaction ends no message takes one of these ids of Meta's unnoticed: whoever stores it waits, and then
 * sees what is parked for it. Take no lock of a conversation or a message after this.
 */
export async function lockWamids(
  trx: TenantTransaction,
  subjects: readonly Pick<StatusSubject, "outletId" | "wamid">[],
): Promise<void> {
  const given = subjects.map(({ outletId, wamid }) => ({ outlet: outletId, wamid }));
  await sql`
    select lock_wamid(outlet, wamid) from (
      select distinct outlet, wamid from jsonb_to_recordset(${toJsonb(given)}::jsonb) as given (outlet uuid, wamid text)
      order by outlet, wamid
    ) ordered`.execute(trx);
}

export type StatusToKeep = {
  outletId: string;
  messageId: string | undefined;
  reported: ReportedStatus;
  raw: unknown;
};

/** What makes a status the same as one that is kept already. */
export function statusKey(status: { outletId: string; reported: ReportedStatus }): string {
  const { wamid, word, recipient = "" } = status.reported;
  return JSON.stringify([status.outletId, wamid, word, recipient]);
}

/**
 * Keeps statuses as Meta reported them; those without a message are parked until it is stored. Resolves to the keys of
 * those that were not kept before.
 */
export async function recordMessageStatuses(
  trx: TenantTransaction,
  statuses: readonly StatusToKeep[],
): Promise<Set<string>> {
  const given = statuses.map(({ outletId, messageId, reported, raw }) => ({
    outlet_id: outletId,
    message_id: messageId ?? null,
    wamid: reported.wamid,
    status: reported.word,
    recipient: reported.recipient ?? "",
    occurred_at: reported.occurredAt,
    callback_data: reported.callbackData === undefined ? null : toStorableText(reported.callbackData),
    errors: reported.errors.length === 0 ? null : reported.errors,
    pricing: reported.pricing ?? null,
    conversation: reported.conversation ?? null,
    raw,
  }));
  const { rows } = await sql<{ outlet_id: string; wamid: string; status: string; recipient: string }>`
    insert into message_statuses
      (outlet_id, message_id, wamid, status, recipient, occurred_at, callback_data, errors, pricing, conversation, raw)
    select outlet_id, message_id, wamid, status, recipient, occurred_at, callback_data,
      nullif(errors, 'null'), nullif(pricing, 'null'), nullif(conversation, 'null'), raw
    from jsonb_to_recordset(${toJsonb(given)}::jsonb) as given (outlet_id uuid, message_id uuid, wamid text, status text,
      recipient text, occurred_at timestamptz, callback_data text, errors jsonb, pricing jsonb, conversation jsonb, raw jsonb)
    order by outlet_id, wamid, status, recipient
    on conflict (outlet_id, wamid, status, recipient) do nothing
    returning outlet_id, wamid, status, recipient`.execute(trx);
  return new Set(rows.map((row) => JSON.stringify([row.outlet_id, row.wamid, row.status, row.recipient])));
}

export type PlannedChange = { messageId: string; plan: Omit<StatusPlan, "nowAccepted" | "nowFailed"> };

/**
 * Moves messages that the caller has locked; at most one change for each. What did not fail after all has no error. What
 * the bot sends was begun before a human's message that was stored after it, and stands before that in the thread, also
 * when it is taken later.
 */
export async function recordStatusChanges(
  trx: TenantTransaction,
  changes: readonly PlannedChange[],
): Promise<void> {
  if (changes.length === 0) return;
  const given = changes.map(({ messageId, plan: { errorDetail, ...plan } }) => ({
    id: messageId,
    ...plan,
    ...(errorDetail === undefined ? {} : { errorDetail: toStorableText(errorDetail) }),
  }));
  await sql`
    update messages message set
      status = change.status,
      wamid = coalesce(change.wamid, message.wamid),
      accepted_at = least(change."acceptedAt", message.accepted_at),
      sent_at = case when message.epoch is null or message.direction = 'inbound'
        then coalesce(change."sentAt", message.sent_at)
        else least(coalesce(change."sentAt", message.sent_at), (
          select min(human.sent_at) - interval '1 millisecond' from messages human
          where human.conversation_id = message.conversation_id and human.id > message.id
            and human.is_turn and human.sender_type = 'agent')) end,
      delivered_at = least(change."deliveredAt", message.delivered_at),
      read_at = least(change."readAt", message.read_at),
      played_at = least(change."playedAt", message.played_at),
      failed_at = case change.status when 'failed' then coalesce(change."failedAt", message.failed_at) end,
      error_code = case change.status when 'failed' then coalesce(change."errorCode", message.error_code) end,
      error_detail = case change.status when 'failed' then coalesce(change."errorDetail", message.error_detail) end,
      lease_until = null
    from jsonb_to_recordset(${toJsonb(given)}::jsonb) as change (id uuid, status text, wamid text,
      "acceptedAt" timestamptz, "sentAt" timestamptz, "deliveredAt" timestamptz, "readAt" timestamptz,
      "playedAt" timestamptz, "failedAt" timestamptz, "errorCode" integer, "errorDetail" text)
    where message.id = change.id`.execute(trx);
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
