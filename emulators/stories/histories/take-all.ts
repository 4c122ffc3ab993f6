import { type Kysely, sql } from "kysely";
import type { Database } from "../../../shared/db/schema.d.ts";

/**
 * All that is stored, without ids and without what tells when or in which order we stored it. What the history made us
 * queue in turn (that an opt-out was heard) is left out: it depends on what was known at the time.
 */
export async function takeAll(adminDb: Kysely<Database>): Promise<unknown> {
  const { rows } = await sql<{ all: unknown }>`
    with who as (
      select id, concat_ws('/', tenant_id, phone, business_scoped_user_id, group_id) as name from contacts
    ), place as (
      select c.id, concat_ws('/', who.name, c.status, c.imported) as name from conversations c join who on who.id = c.contact_id
    )
    select jsonb_build_object(
      'contacts', (select jsonb_agg(x order by x) from (
        select jsonb_build_array(who.name, c.opted_out_at) x from contacts c join who using (id)) s),
      'aliases', (select jsonb_agg(x order by x) from (
        select concat_ws(' ', who.name, a.kind, a.value) x from contact_aliases a join who on who.id = a.contact_id) s),
      'consents', (select jsonb_agg(x order by x) from (
        select jsonb_build_array(who.name, c.action, c.source, c.detail, c.occurred_at) x
        from consents c join who on who.id = c.contact_id) s),
      'conversations', (select jsonb_agg(x order by x) from (
        select jsonb_build_array(place.name, c.handled_by, c.handoff_reason is not null, c.last_message_at,
          c.last_customer_message_at) x from conversations c join place using (id)) s),
      'messages', (select jsonb_agg(x order by x) from (
        select jsonb_build_array(place.name, who.name, m.wamid, m.direction, m.sender_type, m.status, m.type, m.body, m.content,
          m.raw, m.sent_at, m.reactions, m.edited_at, m.revoked_at, m.original, m.accepted_at, m.delivered_at, m.read_at,
          m.played_at, m.failed_at, m.error_code, m.error_detail) x
        from messages m join place on place.id = m.conversation_id join who on who.id = m.contact_id
        where m.wamid is not null or m.attempt_id is not null) s),
      'statuses', (select jsonb_agg(x order by x) from (
        select jsonb_build_array(s.wamid, s.status, s.recipient, s.occurred_at, m.wamid) x
        from message_statuses s left join messages m on m.id = s.message_id) s),
      'changes', (select jsonb_agg(x order by x) from (
        select jsonb_build_array(c.wamid, c.kind, who.name, m.wamid) x
        from message_changes c join who on who.id = c.contact_id left join messages m on m.id = c.message_id) s),
      'media', (select jsonb_agg(x order by x) from (
        select jsonb_build_array(m.wamid, f.media_id, f.status, f.expires_at) x
        from message_media f join messages m on m.id = f.message_id) s)
    ) as all`.execute(adminDb);
  return rows[0]?.all;
}
