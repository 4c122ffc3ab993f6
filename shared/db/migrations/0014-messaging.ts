import { sql } from "kysely";
import type { Kysely } from "kysely";

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- Since when it sends again: a failure that is told of from before says nothing of it any more.
    alter table outlets add column active_since timestamptz;

    -- The file of a deleted message is removed; that of an edited one is replaced, and stays until the new one is there.
    alter table message_media drop constraint message_media_status_check;
    alter table message_media add constraint message_media_status_check
      check (status in ('pending', 'stored', 'lost', 'removing', 'removed'));
    alter table message_media drop constraint message_media_check;
    alter table message_media add constraint message_media_stored check (status <> 'stored' or object_name is not null);
    drop index message_media_due;
    create index message_media_due on message_media (next_attempt_at) where status in ('pending', 'removing');
  `.execute(db);
  await letMediaFollow(db);
}

/**
 * A message's file is the one that the message shows after its edits, or none once it is deleted, in whatever order the
 * message, its changes and the note of its file are stored.
 */
async function letMediaFollow(db: Kysely<never>): Promise<void> {
  await sql`
    create function follow_message_media(changed uuid) returns void language plpgsql as $$
    declare
      message messages;
      edit message_changes;
      state text;
    begin
      select * into message from messages where id = changed;
      if message.edited_at is null and message.revoked_at is null then
        return;
      end if;
      state := case when message.revoked_at is null then 'pending' else 'removing' end;
      -- The last edit that names a file: others have changed the words alone.
      select c.* into edit from message_changes c
        where c.message_id = changed and c.kind = 'edit' and c.direction = message.direction and c.content ? 'mediaId'
          and (c.direction = 'outbound' or c.contact_id = coalesce(message.author_contact_id, message.contact_id))
        order by c.occurred_at desc, c.wamid collate "C" desc limit 1;
      if found then
        insert into message_media as file
          (message_id, media_id, status, mime_type, sha256, file_name, expires_at, next_attempt_at)
          values (changed, edit.content ->> 'mediaId', state, edit.content ->> 'mimeType', edit.content ->> 'sha256',
            edit.content ->> 'fileName',
            case when message.original -> 'content' -> 'mediaId' = edit.content -> 'mediaId' then message.sent_at
              else edit.occurred_at end + interval '7 days', now())
          on conflict (message_id) do update set
            media_id = excluded.media_id, status = state, reason = null, attempt_count = 0,
            mime_type = excluded.mime_type, sha256 = excluded.sha256, file_name = excluded.file_name,
            expires_at = excluded.expires_at, next_attempt_at = excluded.next_attempt_at
          where file.media_id is distinct from excluded.media_id
            or state = 'pending' and file.status in ('removing', 'removed');
      end if;
      if message.revoked_at is not null then
        update message_media set status = 'removing', next_attempt_at = now()
          where message_id = changed and status in ('pending', 'stored');
      end if;
    end $$;

    create function follow_changed_message() returns trigger language plpgsql as $$
    begin
      perform follow_message_media(new.id);
      return null;
    end $$;
    -- Each time that its changes are folded into the message.
    create trigger media_follows_message after update of content, revoked_at on messages for each row
      execute function follow_changed_message();

    create function follow_noted_media() returns trigger language plpgsql as $$
    begin
      perform follow_message_media(new.message_id);
      return null;
    end $$;
    create trigger media_follows_changes after insert on message_media for each row execute function follow_noted_media();
  `.execute(db);
}
