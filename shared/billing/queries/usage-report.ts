import { sql } from "kysely";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

/** Days are calendar days in the tenant's time zone, `YYYY-MM-DD`, both ends included. */
export type UsageQuery = {
  from: string;
  to: string;
  outletId?: string | undefined;
  meter?: string | undefined;
};

export type UsageOfDay = { day: string; outletId: string | null; meter: string; quantity: number };

/** What the scope's tenant used, by day, outlet and meter; what came late is in it. */
export async function listUsage(
  trx: TenantTransaction,
  { from, to, outletId, meter }: UsageQuery,
): Promise<UsageOfDay[]> {
  const { rows } = await sql<UsageOfDay>`
    select day, outlet_id as "outletId", meter, sum(quantity)::bigint as quantity
    from (
      select day, outlet_id, meter, quantity from usage_counters
      union all
      select day, outlet_id, meter, quantity from usage_adjustments
    ) used
    where day between ${from} and ${to}
      and (${outletId ?? null}::uuid is null or outlet_id = ${outletId ?? null})
      and (${meter ?? null}::text is null or meter = ${meter ?? null})
    group by 1, 2, 3 order by 1, 3, 2`.execute(trx);
  return rows;
}
