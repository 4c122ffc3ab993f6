import type { Kysely } from "kysely";
import type { Database } from "../../db/schema.d.ts";

/** As the platform role: tenants whose subscription goes on, and whose last period has ended. */
export async function listEndedPeriods(
  platformDb: Kysely<Database>,
  { now, limit }: { now: Date; limit: number },
): Promise<{ tenantId: string }[]> {
  return platformDb
    .selectFrom("subscriptions as subscription")
    .select("subscription.tenant_id as tenantId")
    .where("subscription.status", "<>", "canceled")
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("billing_periods as period")
            .select("period.id")
            .whereRef("period.subscription_id", "=", "subscription.id")
            .where("period.ends_at", ">", now),
        ),
      ),
    )
    .limit(limit)
    .execute();
}
