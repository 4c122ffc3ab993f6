import type { Tenant } from "./schema/tenants.ts";
import type { TenantTransaction } from "./tenant-scope.ts";

/** The tenant of the scope; undefined when it does not exist (any more). */
export async function findTenant(trx: TenantTransaction): Promise<Tenant | undefined> {
  return trx.selectFrom("tenants").selectAll().executeTakeFirst();
}
