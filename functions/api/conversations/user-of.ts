import type { Principal } from "../../../shared/tenants/rules/principal.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";

/** The signed-in user of the tenant; undefined for an API key. */
export function userOf(principal: Principal): string | undefined {
  return principal.kind === "user" ? principal.id : undefined;
}

/** The same for what is a person's own. */
export function requireUser(principal: Principal): string {
  const userId = userOf(principal);
  if (userId === undefined) throw new HttpProblem("forbidden");
  return userId;
}
