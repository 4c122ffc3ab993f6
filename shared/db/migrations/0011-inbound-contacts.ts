import { sql } from "kysely";
import type { Kysely } from "kysely";

/**
 * Two contacts that turn out to be one customer become one, with one history. Runs as the owner in the tenant's scope,
 * since some of what refers to a contact may not be changed by functions otherwise; whatever refers to contacts or
 * conversations, also in tables of later, is found in the catalogue. Of two rows that cannot both stay (two marks of
 * one thing) the one that was moved goes.
 */
export async function createContactMerging(db: Kysely<never>): Promise<void> {
  await sql`
    create function move_references(target text, gone uuid, kept uuid) returns void
    language plpgsql set search_path = pg_catalog, public, pg_temp as $$
    declare
      reference record;
      moved tid;
    begin
      for reference in
        select k.conrelid::regclass as relation, a.attname as name
        from pg_constraint k
        cross join lateral unnest(k.conkey, k.confkey) as pair (own, theirs)
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = pair.own
        join pg_attribute t on t.attrelid = k.confrelid and t.attnum = pair.theirs and t.attname = 'id'
        where k.contype = 'f' and k.confrelid = target::regclass
        order by k.conrelid, a.attname
      loop
        begin
          execute format('update %s set %I = $1 where %2$I = $2', reference.relation, reference.name) using kept, gone;
        exception when unique_violation then
          for moved in execute format('select ctid from %s where %I = $1', reference.relation, reference.name) using gone
          loop
            begin
              execute format('update %s set %I = $1 where ctid = $2', reference.relation, reference.name) using kept, moved;
            exception when unique_violation then
              execute format('delete from %s where ctid = $1', reference.relation) using moved;
            end;
          end loop;
        end;
      end loop;
    end $$;

    -- One conversation of two; its epoch is above both, so that no draft of before passes for one of now, except those
    -- that were still due.
    create function merge_conversations(kept uuid, gone uuid) returns void
    language plpgsql set search_path = pg_catalog, public, pg_temp as $$
    declare
      one conversations;
      other conversations;
    begin
      select * into one from conversations where id = kept;
      select * into other from conversations where id = gone;
      update messages m set epoch = one.epoch + other.epoch
        where (m.conversation_id, m.epoch) in ((one.id, one.epoch), (other.id, other.epoch))
          and (m.status = 'queued' or m.id in (one.last_customer_message_id, other.last_customer_message_id));
      perform move_references('conversations', gone, kept);
      delete from conversations where id = gone;
      update conversations set
        epoch = one.epoch + other.epoch,
        handled_by = case when 'human' in (one.handled_by, other.handled_by) then 'human' else 'bot' end,
        handoff_reason = coalesce(one.handoff_reason, other.handoff_reason),
        handoff_summary = coalesce(one.handoff_summary, other.handoff_summary),
        handed_off_at = greatest(one.handed_off_at, other.handed_off_at),
        assigned_user_id = coalesce(one.assigned_user_id, other.assigned_user_id),
        last_customer_message_id = case
          when other.last_customer_message_at > one.last_customer_message_at or one.last_customer_message_at is null
          then coalesce(other.last_customer_message_id, one.last_customer_message_id)
          else one.last_customer_message_id end,
        last_customer_message_at = greatest(one.last_customer_message_at, other.last_customer_message_at),
        last_message_at = greatest(one.last_message_at, other.last_message_at)
      where id = kept;
    end $$;

    create function merge_contacts(kept uuid, gone uuid) returns void
    language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
    declare
      lost contacts;
      pair record;
    begin
      -- A key lock would stop a send that holds its conversation and names the contact; the delete takes it, once all are ours.
      perform from contacts where id in (kept, gone) order by id for no key update;
      perform from conversations where contact_id in (kept, gone) order by id for update;
      for pair in
        select least(a.id, b.id) as kept, greatest(a.id, b.id) as gone
        from conversations a join conversations b on b.outlet_id = a.outlet_id
        where a.contact_id = merge_contacts.kept and b.contact_id = merge_contacts.gone
          and ((a.status = 'open' and b.status = 'open') or (a.imported and b.imported))
      loop
        perform merge_conversations(pair.kept, pair.gone);
      end loop;
      perform move_references('contacts', gone, kept);
      delete from contacts where id = gone returning * into lost;
      update contacts c set
        phone = coalesce(c.phone, lost.phone),
        business_scoped_user_id = coalesce(c.business_scoped_user_id, lost.business_scoped_user_id),
        parent_business_scoped_user_id = coalesce(c.parent_business_scoped_user_id, lost.parent_business_scoped_user_id),
        username = coalesce(c.username, lost.username),
        profile_name = coalesce(c.profile_name, lost.profile_name),
        address_book_name = coalesce(c.address_book_name, lost.address_book_name),
        address_book_at = coalesce(c.address_book_at, lost.address_book_at),
        opted_out_at = coalesce(c.opted_out_at, lost.opted_out_at),
        blocked = c.blocked or lost.blocked,
        created_at = least(c.created_at, lost.created_at)
      where c.id = kept;
      perform fold_message_changes(f.message_id) from (
        select distinct c.message_id from message_changes c where c.contact_id = kept and c.message_id is not null
      ) f;
    end $$;

    revoke all on function move_references(text, uuid, uuid) from public;
    revoke all on function merge_conversations(uuid, uuid) from public;
    revoke all on function merge_contacts(uuid, uuid) from public;
    grant execute on function merge_contacts(uuid, uuid) to crm_app;
  `.execute(db);
}
