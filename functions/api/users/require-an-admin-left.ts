import type { User } from "../../../shared/db/schema/users.ts";
import type { Principal } from "../../../shared/domain/access/principal.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";

/** A tenant does not take its last admin from itself; an operator may. */
export function requireAnAdminLeft(
  principal: Principal,
  user: Pick<User, "role">,
  otherAdmins: number,
): void {
  if (principal.kind === "operator" || user.role !== "admin" || otherAdmins > 0) return;
  throw new HttpProblem("conflict", "The tenant would have no admin left.");
}
