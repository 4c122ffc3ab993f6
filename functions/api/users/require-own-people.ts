import { listAdminEmails } from "../../../shared/tenants/queries/admin-emails.ts";
import { lockTenant } from "../../../shared/tenants/queries/tenants.ts";
import type { TenantTransaction } from "../../../shared/db/tenant-scope.ts";
import type { Principal } from "../../../shared/tenants/rules/principal.ts";
import type { TenantRole } from "../../../shared/tenants/rules/permissions.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { found } from "../http/reach.ts";

/**
 * A tenant's people are made by its admins. An operator makes the first one; and during an access an admin of the
 * tenant's contact address, so that a tenant whose admins are all gone gets in again. Nobody else: otherwise an operator
 * could stay in by making itself a user.
 */
export async function requireOwnPeople(
  trx: TenantTransaction,
  principal: Principal,
  user: { email: string; role: TenantRole },
): Promise<void> {
  if (principal.kind !== "operator") return;
  // Locked, so that of two first admins at once one comes second.
  const tenant = found(await lockTenant(trx));
  if (user.role !== "admin")
    throw new HttpProblem("conflict", "An operator makes a tenant's first admin only.");
  const isContact = principal.access !== undefined && user.email === tenant.contact_email;
  if (!isContact && (await listAdminEmails(trx)).length > 0)
    throw new HttpProblem("conflict", "The tenant has an admin, who makes its users.");
}
