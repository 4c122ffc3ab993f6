import { bigquery } from "../../shared/analytics/warehouse.ts";
import { lookups } from "../../shared/outlets/lookups.ts";
import { database } from "../../shared/runtime/database.ts";
import { compose, type ServicesOf } from "../../shared/runtime/services.ts";

/** What the function is composed of. */
export const analyticsFunction = compose("analytics", {
  db: database,
  lookups,
  warehouse: bigquery,
});

export type AnalyticsServices = ServicesOf<typeof analyticsFunction>;
