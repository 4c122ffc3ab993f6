import { type Capacity, findPlanLimit, type PlanLimit } from "../../../shared/billing/capacities.ts";
import type { TenantTransaction } from "../../../shared/db/tenant-scope.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { apiPrefix } from "../http/describe-route.ts";
import type { RouteContext } from "../http/route.ts";

const words: Record<Capacity, string> = {
  outlets: "outlets",
  users: "users",
  documents: "documents",
  storageBytes: "bytes of documents",
};

/**
 * Refuses with `plan-limit-reached` what the tenant's plan has no room for. To be called first in the transaction that
 * makes it: from then on others that make something wait.
 */
export async function requireCapacity(
  trx: TenantTransaction,
  { services }: Pick<RouteContext, "services">,
  tenantId: string,
  more: Partial<Record<Capacity, number>>,
): Promise<void> {
  const limit = await findPlanLimit(trx, more, services.now());
  if (limit === undefined) return;
  throw new HttpProblem("plan-limit-reached", explain(limit, tenantId), { extensions: { limit } });
}

function explain({ name, used, allowed, plan, upgradeTo }: PlanLimit, tenantId: string): string {
  const room =
    plan === null
      ? "The subscription has ended."
      : `The plan ${plan} has room for ${allowed} ${words[name]}, and there are ${used}.`;
  const choose = `PUT ${apiPrefix}/billing/tenants/${tenantId}/subscription`;
  if (upgradeTo === null) return `${room} Remove what is not needed; no plan that is sold has more room.`;
  const remove = plan === null ? "" : "Remove what is not needed, or choose";
  return `${room} ${remove === "" ? "Choose" : remove} the plan ${upgradeTo}: ${choose}.`;
}
