import { sql } from "kysely";
import type { Kysely } from "kysely";

/**
 * Reading what a settlement is planned from, and writing the plan, each in one statement: a group commit settles many
 * tenants. What is due and what is told is decided in `domain/billing`; these only carry it.
 */
export async function settlementFunctions(db: Kysely<never>): Promise<void> {
  await settlementFacts(db);
  await refreshQuotaState(db);
  await applySettlement(db);
  await sql`
    revoke all on function settlement_facts(timestamptz), refresh_quota_state(timestamptz),
      apply_settlement(uuid, timestamptz, jsonb) from public;
    grant execute on function settlement_facts(timestamptz), refresh_quota_state(timestamptz),
      apply_settlement(uuid, timestamptz, jsonb) to crm_app;
  `.execute(db);
}

/** Of the scope's tenant: the account, the quotas of open periods and closed ones that use came late for, the present period. */
async function settlementFacts(db: Kysely<never>): Promise<void> {
  await sql`
    create function settlement_facts(at timestamptz) returns jsonb language sql stable
    begin atomic
      select jsonb_build_object(
        'account', (
          select jsonb_build_object('currency', a.currency, 'depositMinor', a.deposit_minor, 'owedMinor', a.owed_minor,
            'creditLimitMinor', a.credit_limit_minor)
          from billing_accounts a
        ),
        'presentPeriod', (
          select jsonb_build_object('id', p.id, 'isOpen', p.status = 'open') from billing_periods p
          where p.starts_at <= at and at < p.ends_at
        ),
        'quotas', coalesce((
          select jsonb_agg(jsonb_build_object('id', q.id, 'periodId', q.period_id, 'allowance', q.allowance,
              'isOpen', p.status = 'open', 'included', q.included,
              'overage', case when q.price_minor is not null then
                jsonb_build_object('priceMinor', q.price_minor, 'perUnits', q.per_units) end,
              'used', q.used, 'adjusted', q.adjusted, 'chargedMinor', q.charged_minor,
              'adjustmentChargedMinor', q.adjustment_charged_minor,
              'mark', jsonb_build_object('state', q.state, 'thresholdPercent', q.threshold_percent),
              'attentionAt', q.attention_at) order by p.starts_at, q.allowance)
          from quotas q join billing_periods p on p.id = q.period_id
          where p.status = 'open' or q.adjusted > 0
        ), '[]')
      );
    end;
  `.execute(db);
}

/**
 * Writes how far the bot may go to the scope's tenant, where every message looks. A tenant that never had a
 * subscription is not held back; one whose subscription has ended is.
 */
async function refreshQuotaState(db: Kysely<never>): Promise<void> {
  await sql`
    create function refresh_quota_state(at timestamptz) returns void language sql
    begin atomic
      with newest as (
        select status from subscriptions order by started_at desc, created_at desc limit 1
      ), present as (
        select case
          when not exists (select from newest) then 'ok'
          when (select status from newest) in ('canceled', 'suspended') then 'suspended'
          when exists (
            select from quotas q join billing_periods p on p.id = q.period_id
            where p.starts_at <= at and at < p.ends_at and q.stops_bot and q.state = 'exhausted'
          ) then 'exhausted'
          else 'ok'
        end as state
      )
      update tenants set quota_state = present.state from present where quota_state <> present.state;
    end;
  `.execute(db);
}

/** Resolves to the crossings that were not told before in their period, as JSON. */
async function applySettlement(db: Kysely<never>): Promise<void> {
  await sql`
    create function apply_settlement(tenant uuid, at timestamptz, plan jsonb) returns jsonb language plpgsql as $$
    declare
      posting jsonb;
      posted uuid;
      told jsonb;
    begin
      perform set_config('app.tenant_id', tenant::text, true);
      update billing_accounts set
        deposit_minor = (plan->>'depositMinor')::bigint,
        owed_minor = (plan->>'owedMinor')::bigint,
        owed_since = case when (plan->>'owedMinor')::bigint > 0 then coalesce(owed_since, at) end
      where (deposit_minor, owed_minor) is distinct from ((plan->>'depositMinor')::bigint, (plan->>'owedMinor')::bigint);

      for posting in select value from jsonb_array_elements(plan->'postings') loop
        insert into ledger_transactions (kind, period_id, quota_id)
          values (posting->>'kind', (posting->>'periodId')::uuid, (posting->>'quotaId')::uuid)
          returning id into posted;
        insert into ledger_entries (transaction_id, account, amount_minor, currency, balance_minor)
          select posted, e->>'account', (e->>'amountMinor')::bigint, plan->>'currency', (e->>'balanceMinor')::bigint
          from jsonb_array_elements(posting->'entries') as e;
      end loop;

      update quotas q set charged_minor = c."chargedMinor", adjustment_charged_minor = c."adjustmentChargedMinor",
        state = c.state, threshold_percent = c."thresholdPercent", attention_at = c."attentionAt",
        updated_at = now()
      from jsonb_to_recordset(plan->'quotas') as c (id uuid, "chargedMinor" bigint, "adjustmentChargedMinor" bigint,
        state text, "thresholdPercent" integer, "attentionAt" bigint)
      where q.id = c.id;

      with passed as (
        select * from jsonb_to_recordset(plan->'crossings') as c (nth integer, "periodId" uuid, allowance text,
          state text, "thresholdPercent" integer, used bigint, included bigint)
      ), told_now as (
        insert into quota_crossings (period_id, allowance, state, threshold_percent, used, included)
          select p."periodId", p.allowance, p.state, p."thresholdPercent", p.used, p.included from passed p order by p.nth
        on conflict do nothing
        returning *
      ), audited as (
        insert into audit_log (tenant_id, actor_type, action, subject_type, subject_id, after)
          select tenant, 'system', 'quota.cross', 'quota', t.allowance,
            jsonb_build_object('state', t.state, 'thresholdPercent', t.threshold_percent, 'used', t.used, 'included', t.included)
          from told_now t order by t.id
      )
      select jsonb_agg(jsonb_build_object('id', t.id, 'allowance', t.allowance, 'state', t.state,
          'thresholdPercent', t.threshold_percent, 'periodStart', (p.starts_at at time zone p.time_zone)::date) order by t.id)
        into told
        from told_now t join billing_periods p on p.id = t.period_id;
      perform refresh_quota_state(at);
      return coalesce(told, '[]');
    end $$;
  `.execute(db);
}
