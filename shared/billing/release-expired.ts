import { sql } from "kysely";
import type { TenantTransaction } from "../db/tenant-scope.ts";

/** Gives back what is held beyond its time by senders that are gone. Returns how many reservations there were. */
export async function releaseExpired(trx: TenantTransaction, now: Date): Promise<number> {
  // The quotas before their reservations, as everywhere.
  await sql`
    select from quotas q where exists (
      select from quota_reservations r where r.quota_id = q.id and r.status = 'held' and r.expires_at < ${now})
    for update of q`.execute(trx);
  const { rows } = await sql<{ released: number }>`
    with expired as (
      delete from quota_reservations where status = 'held' and expires_at < ${now} returning quota_id, quantity
    ), freed as (
      update quotas q set reserved = q.reserved - e.quantity
      from (select quota_id, sum(quantity)::bigint as quantity from expired group by 1) e where q.id = e.quota_id
    )
    select count(*) as released from expired`.execute(trx);
  return rows[0]?.released ?? 0;
}
