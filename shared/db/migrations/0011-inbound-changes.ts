import { sql } from "kysely";
import type { Kysely } from "kysely";

/**
 * A message shows what its changes make of it, in whatever order they and it came: each time, all of them are folded
 * anew, ordered by Meta's time and, within a second, by their ids. Joined by a trigger, since a message's wamid is
 * stored by several functions and must not be stored without what waits for it.
 */
export async function createChangeJoining(db: Kysely<never>): Promise<void> {
  await sql`
    create function fold_message_changes(changed uuid) returns void language plpgsql as $$
    declare
      edit message_changes;
      revoked timestamptz;
      shown jsonb;
    begin
      -- Only who wrote a message edits or deletes it.
      select c.* into edit from message_changes c join messages m on m.id = c.message_id
        where c.message_id = changed and c.kind = 'edit' and c.direction = m.direction
          and (c.direction = 'outbound' or c.contact_id = coalesce(m.author_contact_id, m.contact_id))
        order by c.occurred_at desc, c.wamid collate "C" desc limit 1;
      select min(c.occurred_at) into revoked from message_changes c join messages m on m.id = c.message_id
        where c.message_id = changed and c.kind = 'revoke' and c.direction = m.direction
          and (c.direction = 'outbound' or c.contact_id = coalesce(m.author_contact_id, m.contact_id));
      select coalesce(jsonb_agg(jsonb_build_object(
          'from', case r.direction when 'inbound' then 'customer' else 'business' end,
          'emoji', r.emoji, 'at', r.occurred_at) order by r.occurred_at, r.wamid collate "C"), '[]') into shown
        from (
          select distinct on (direction, case direction when 'inbound' then contact_id end) *
          from message_changes where message_id = changed and kind = 'reaction'
          order by direction, case direction when 'inbound' then contact_id end,
            occurred_at desc, wamid collate "C" desc
        ) r where r.emoji is not null;
      -- From what was there at first, so that it does not matter in which order the changes came.
      update messages m set
        reactions = shown,
        original = case when edit.id is null and revoked is null then m.original else first.was end,
        type = case when revoked is null and edit.id is not null then edit.type else first.was ->> 'type' end,
        body = case when revoked is not null then '[deleted]' when edit.id is not null then edit.body
          else first.was ->> 'body' end,
        content = case when revoked is not null then null when edit.id is not null then edit.content
          else nullif(first.was -> 'content', 'null') end,
        edited_at = edit.occurred_at,
        revoked_at = revoked
      from (
        select coalesce(original, jsonb_build_object('type', type, 'body', body, 'content', content)) as was
        from messages where id = changed
      ) first
      where m.id = changed;
    end $$;

    -- Makes a change and the message that it is of wait for each other, when both are being stored.
    create function lock_wamid(outlet uuid, wamid text) returns void language sql as $$
      select pg_advisory_xact_lock(hashtextextended(outlet::text || wamid, 1))
    $$;

    create function join_message_changes() returns trigger language plpgsql as $$
    begin
      perform lock_wamid(new.outlet_id, new.wamid);
      update message_changes set message_id = new.id
        where outlet_id = new.outlet_id and target_wamid = new.wamid and message_id is null;
      if found then
        perform fold_message_changes(new.id);
      end if;
      return null;
    end $$;

    create trigger join_changes_of_new after insert on messages
      for each row when (new.wamid is not null) execute function join_message_changes();
    create trigger join_changes_of_sent after update of wamid on messages
      for each row when (new.wamid is not null and new.wamid is distinct from old.wamid)
      execute function join_message_changes();
  `.execute(db);
}
