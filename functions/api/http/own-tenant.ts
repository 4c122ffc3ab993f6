import { type Principal, tenantOf } from "../../../shared/tenants/rules/principal.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";

/** The tenant whose knowledge the principal reaches: its own. An operator belongs to none, and what tenants know is theirs. */
export function ownTenant(principal: Principal): string {
  const tenantId = tenantOf(principal);
  if (tenantId === undefined) throw new HttpProblem("forbidden");
  return tenantId;
}
