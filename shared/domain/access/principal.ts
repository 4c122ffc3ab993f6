import { type Permission, permissions, type Role, type TenantRole } from "./permissions.ts";

/** Who makes a request. */
export type Principal =
  | { kind: "operator"; id: string }
  | { kind: "user"; id: string; uid: string; tenantId: string; role: TenantRole }
  | { kind: "api_key"; id: string; tenantId: string; scopes: readonly string[] };

/** Whether the principal may do it to what it can reach at all: an operator every tenant, the others their own. */
export function isPermitted(principal: Principal, permission: Permission): boolean {
  const rule = permissions[permission];
  if (principal.kind === "api_key") return rule.keys && principal.scopes.includes(permission);
  const role: Role = principal.kind === "operator" ? "operator" : principal.role;
  return (rule.roles as readonly Role[]).includes(role);
}

/** The tenant that the principal is confined to; undefined for an operator. */
export function tenantOf(principal: Principal): string | undefined {
  return principal.kind === "operator" ? undefined : principal.tenantId;
}
