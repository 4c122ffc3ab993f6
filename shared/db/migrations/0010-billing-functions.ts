import { sql } from "kysely";
import type { Kysely } from "kysely";

/** Run as whoever calls them, under row-level security: each works in the scope of the one tenant that it sets or finds. */
export async function billingFunctions(db: Kysely<never>): Promise<void> {
  await countUsage(db);
  await reserveQuota(db);
  await sql`
    revoke all on function count_usage(uuid, uuid[], uuid[], text[], text[], bigint[], timestamptz[], boolean, timestamptz),
      reserve_quota(text, text, bigint, timestamptz, timestamptz), settle_reservation(text, text, boolean) from public;
    grant execute on function count_usage(uuid, uuid[], uuid[], text[], text[], bigint[], timestamptz[], boolean, timestamptz),
      reserve_quota(text, text, bigint, timestamptz, timestamptz), settle_reservation(text, text, boolean) to crm_app;
  `.execute(db);
}

/**
 * Counts many events of one tenant, each once: the records, and what is made of them, in one statement. A caller gives
 * the batches of several tenants in the order of the tenants' ids; each call sets its own scope, which stays until the
 * transaction ends or the next call. Events of no period are counted only when told to.
 */
async function countUsage(db: Kysely<never>): Promise<void> {
  await sql`
    create function count_usage(
      tenant uuid, event_ids uuid[], event_outlets uuid[], event_meters text[], event_subjects text[],
      event_quantities bigint[], event_times timestamptz[], without_period boolean, at timestamptz
    ) returns table (is_known boolean, counted uuid[], homeless uuid[], to_settle jsonb)
    language plpgsql as $$
    declare
      zone text;
      has_reservations boolean;
      has_late boolean;
      is_due boolean;
    begin
      perform set_config('app.tenant_id', tenant::text, true);
      select time_zone into zone from tenants;
      if not found then
        return query select false, '{}'::uuid[], '{}'::uuid[], null::jsonb;
        return;
      end if;
      -- One thing at a time for each tenant, and the same first lock for all: nothing can wait in a circle.
      perform from billing_accounts for update;
      if not found then
        insert into billing_accounts default values on conflict do nothing;
        perform from billing_accounts for update;
      end if;
      select exists (select from quota_reservations) into has_reservations;
      if has_reservations then
        -- A quota before its reservations, as everywhere.
        perform from quotas q where exists (select from quota_reservations r where r.quota_id = q.id) for update of q;
      end if;

      with batch as materialized (
        select e.*, p.id as period_id, coalesce(p.status = 'closed', false) as is_late,
          (e.occurred_at at time zone coalesce(p.time_zone, zone))::date as day
        from unnest(event_ids, event_outlets, event_meters, event_subjects, event_quantities, event_times)
          as e (id, outlet_id, meter, subject_id, quantity, occurred_at)
        left join billing_periods p on p.starts_at <= e.occurred_at and e.occurred_at < p.ends_at
      ), added as (
        insert into usage_records (tenant_id, id, period_id, outlet_id, meter, subject_id, quantity, is_late, day, occurred_at)
        select tenant, b.id, b.period_id, b.outlet_id, b.meter, b.subject_id, b.quantity, b.is_late, b.day, b.occurred_at
        from batch b where b.period_id is not null or without_period
        on conflict do nothing
        returning usage_records.id, usage_records.period_id, usage_records.outlet_id, usage_records.meter,
          usage_records.quantity, usage_records.is_late, usage_records.day
      ), sums as (
        select a.period_id, a.day, a.meter, a.outlet_id, sum(a.quantity)::bigint as quantity
        from added a where not a.is_late group by 1, 2, 3, 4
      ), counters as (
        insert into usage_counters as c (tenant_id, period_id, day, meter, outlet_id, quantity)
        select tenant, s.period_id, s.day, s.meter, s.outlet_id, s.quantity from sums s
        on conflict (tenant_id, day, meter, outlet_id, period_id)
          do update set quantity = c.quantity + excluded.quantity, updated_at = now()
      ), updated as (
        update quotas q set used = q.used + c.used, updated_at = now()
        from (
          select o.id, sum(s.quantity)::bigint as used
          from sums s join quotas o on o.period_id = s.period_id and s.meter = any (o.meters) group by o.id
        ) c
        where q.id = c.id
        returning q.used >= q.attention_at as is_due
      )
      select true,
        array(select a.id from added a),
        array(select b.id from batch b where b.period_id is null and not without_period),
        exists (select from added a where a.is_late),
        coalesce((select bool_or(u.is_due) from updated u), false)
      into is_known, counted, homeless, has_late, is_due;

      -- Both are rare, so that they are statements of their own.
      if has_late then
        with sums as (
          select r.period_id, r.day, r.meter, r.outlet_id, sum(r.quantity)::bigint as quantity
          from usage_records r where r.id = any (counted) and r.is_late group by 1, 2, 3, 4
        ), adjustments as (
          insert into usage_adjustments as c (tenant_id, period_id, day, meter, outlet_id, quantity)
          select tenant, s.period_id, s.day, s.meter, s.outlet_id, s.quantity from sums s
          on conflict (tenant_id, day, meter, outlet_id, period_id)
            do update set quantity = c.quantity + excluded.quantity, updated_at = now()
        )
        update quotas q set adjusted = q.adjusted + c.quantity, updated_at = now()
        from (
          select o.id, sum(s.quantity)::bigint as quantity
          from sums s join quotas o on o.period_id = s.period_id and s.meter = any (o.meters) group by o.id
        ) c
        where q.id = c.id;
      end if;
      if has_reservations then
        with fulfilled as (
          delete from quota_reservations r using usage_records u
          where u.id = any (counted) and r.meter = u.meter and r.subject_id = u.subject_id
          returning r.quota_id, r.quantity, r.status
        )
        update quotas q set reserved = q.reserved - f.held, committed = q.committed - f.kept, updated_at = now()
        from (
          select quota_id, sum(quantity) filter (where status = 'held') as held,
            sum(quantity) filter (where status = 'committed') as kept
          from fulfilled group by quota_id
        ) as sums (quota_id, held, kept)
        cross join lateral (select coalesce(sums.held, 0)::bigint as held, coalesce(sums.kept, 0)::bigint as kept) f
        where q.id = sums.quota_id;
      end if;
      -- A statement of its own, for it has to see what those before have written.
      if is_due or has_late then
        to_settle := settlement_facts(at);
      end if;
      return next;
    end $$;
  `.execute(db);
}

/**
 * Asks the scope's tenant's hard quota for a unit beforehand. 'reserved': it is held until it is settled, counted or
 * expires. 'exhausted': there is none left. 'busy': what is left is held by others, who may give it back. 'unlimited':
 * the plan has no hard limit on it. 'no-period': nobody has opened a period for this moment yet.
 */
async function reserveQuota(db: Kysely<never>): Promise<void> {
  await sql`
    create function reserve_quota(
      wanted_meter text, wanted_subject text, wanted bigint, at timestamptz, until timestamptz
    ) returns text language plpgsql as $$
    declare
      period uuid;
      quota quotas;
      freed bigint;
    begin
      select p.id into period from billing_periods p where p.starts_at <= at and at < p.ends_at;
      if not found then
        return 'no-period';
      end if;
      select q.* into quota from quotas q
        where q.period_id = period and q.is_hard and wanted_meter = any (q.meters) for update;
      if not found then
        return 'unlimited';
      end if;
      update quota_reservations set expires_at = until where meter = wanted_meter and subject_id = wanted_subject;
      if found then
        return 'reserved';
      end if;
      if quota.used + quota.committed + quota.reserved + wanted > quota.included then
        -- What crashed senders have held for too long.
        with expired as (
          delete from quota_reservations r where r.quota_id = quota.id and r.status = 'held' and r.expires_at < at
          returning r.quantity
        )
        select coalesce(sum(quantity), 0) into freed from expired;
        quota.reserved := quota.reserved - freed;
        if freed > 0 then
          update quotas set reserved = quota.reserved, updated_at = now() where id = quota.id;
        end if;
      end if;
      if quota.used + quota.committed + wanted > quota.included then
        return 'exhausted';
      end if;
      if quota.used + quota.committed + quota.reserved + wanted > quota.included then
        return 'busy';
      end if;
      insert into quota_reservations (quota_id, meter, subject_id, quantity, expires_at)
        values (quota.id, wanted_meter, wanted_subject, wanted, until);
      update quotas set reserved = reserved + wanted, updated_at = now() where id = quota.id;
      return 'reserved';
    end $$;

    -- Keeps what was reserved for good (it was accepted, and will be counted), or gives it back.
    create function settle_reservation(settled_meter text, settled_subject text, keep boolean) returns void
    language plpgsql as $$
    declare
      reservation quota_reservations;
    begin
      -- The quota before its reservations, as everywhere: nothing can wait in a circle.
      perform from quotas where id =
        (select quota_id from quota_reservations where meter = settled_meter and subject_id = settled_subject) for update;
      if not found then
        return;
      end if;
      if keep then
        update quota_reservations set status = 'committed'
          where meter = settled_meter and subject_id = settled_subject and status = 'held' returning * into reservation;
      else
        delete from quota_reservations
          where meter = settled_meter and subject_id = settled_subject and status = 'held' returning * into reservation;
      end if;
      if found then
        update quotas set reserved = reserved - reservation.quantity,
          committed = committed + case when keep then reservation.quantity else 0 end, updated_at = now()
        where id = reservation.quota_id;
      end if;
    end $$;
  `.execute(db);
}
