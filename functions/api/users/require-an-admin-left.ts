import type { User } from "../../../shared/db/schema.d.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";

/**
 * Nobody takes a tenant's last admin from it, an operator neither: of a tenant without admins an operator makes the
 * first, and that must not be a way in.
 */
export function requireAnAdminLeft(user: Pick<User, "role">, otherAdmins: number): void {
  if (user.role !== "admin" || otherAdmins > 0) return;
  throw new HttpProblem("conflict", "The tenant would have no admin left.");
}
