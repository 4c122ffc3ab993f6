import type { Accounts, Identity } from "../../../shared/tenants/identity.ts";
import { findTenant } from "../../../shared/tenants/queries/tenants.ts";
import type { TenantTransaction } from "../../../shared/db/tenant-scope.ts";
import { found } from "../http/reach.ts";

/** The accounts of the pool that the scope's tenant has its people in. */
export async function accountsOf(trx: TenantTransaction, identity: Identity): Promise<Accounts> {
  return identity.ofPool(found(await findTenant(trx)).firebase_tenant_id);
}
