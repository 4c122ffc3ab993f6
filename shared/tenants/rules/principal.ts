import { type Permission, permissions, type TenantRole } from "./permissions.ts";

/** Who makes a request. */
export type Principal =
  /** With an access it is confined to that tenant, and sees what is the tenant's own. */
  | { kind: "operator"; id: string; email: string; access?: { id: string; tenantId: string } | undefined }
  | {
      kind: "user";
      id: string;
      uid: string;
      tenantId: string;
      role: TenantRole;
      /** Whether this session was begun with a second factor. */
      hasSecondFactor: boolean;
    }
  | { kind: "api_key"; id: string; tenantId: string; scopes: readonly string[] };

/** Whether the principal may do it to what it can reach at all: an operator every tenant, the others their own. */
export function isPermitted(principal: Principal, permission: Permission): boolean {
  const rule = permissions[permission];
  switch (principal.kind) {
    case "operator":
      return rule.operators === "always" || (rule.operators === "access" && principal.access !== undefined);
    case "api_key":
      return rule.keys && principal.scopes.includes(permission);
    case "user":
      return isPermittedTo(principal.role, permission);
  }
}

/** Whether a tenant's people of this role may do it. */
export function isPermittedTo(role: TenantRole, permission: Permission): boolean {
  return (permissions[permission].roles as readonly TenantRole[]).includes(role);
}

/** The tenant that the principal is confined to; undefined for an operator without an access. */
export function tenantOf(principal: Principal): string | undefined {
  return principal.kind === "operator" ? principal.access?.tenantId : principal.tenantId;
}
