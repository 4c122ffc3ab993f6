import { sql } from "kysely";
import type { TenantTransaction } from "../../db/tenant-scope.ts";

/** Days are calendar days in the tenant's time zone, `YYYY-MM-DD`, both ends included. */
export type UsageQuery = {
  from: string;
  to: string;
  outletId?: string | undefined;
  meter?: string | undefined;
};

/** At most so many rows, behind this one. */
export type UsagePage = { limit: number; after?: Omit<UsageOfDay, "quantity"> | undefined };

export type UsageOfDay = { day: string; outletId: string | null; meter: string; quantity: number };

/** What belongs to no outlet comes before what belongs to one. */
const noOutlet = sql`'00000000-0000-0000-0000-000000000000'::uuid`;

/** What the scope's tenant used, by day, outlet and meter; what came late is in it. */
export async function listUsage(
  trx: TenantTransaction,
  { from, to, outletId, meter }: UsageQuery,
  { limit, after }: UsagePage,
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
      and (${after?.day ?? null}::date is null or (day, meter, coalesce(outlet_id, ${noOutlet}))
        > (${after?.day ?? null}, ${after?.meter ?? null}, coalesce(${after?.outletId ?? null}::uuid, ${noOutlet})))
    group by day, meter, outlet_id order by day, meter, coalesce(outlet_id, ${noOutlet})
    limit ${limit}`.execute(trx);
  return rows;
}
