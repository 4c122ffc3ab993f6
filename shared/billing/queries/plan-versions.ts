import type { Kysely } from "kysely";
import { type PlanVersion, planTermsSchema } from "../rules/plan.ts";
import type { Database } from "../../db/schema.d.ts";

/** Every plan as it was and is sold, the oldest version first. They belong to no tenant. */
export async function listPlanVersions(db: Kysely<Database>): Promise<PlanVersion[]> {
  const rows = await db.selectFrom("plan_versions").selectAll().orderBy("plan").orderBy("version").execute();
  return rows.map(({ plan, version, effective_from, terms }) => ({
    plan,
    version,
    effectiveFrom: effective_from,
    terms: planTermsSchema.parse(terms),
  }));
}
