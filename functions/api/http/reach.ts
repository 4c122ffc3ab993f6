import type { Kysely } from "kysely";
import type { Database } from "../../../shared/db/schema.d.ts";
import { type Principal, tenantOf } from "../../../shared/tenants/rules/principal.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import type { RouteContext } from "./route.ts";

/** The tenant, if the principal reaches it at all. What it does not reach looks as if it were not there. */
export function requireReach(principal: Principal, tenantId: string): string {
  const own = tenantOf(principal);
  if (own !== undefined && own !== tenantId) throw new HttpProblem("not-found");
  return tenantId;
}

/** The tenant that is named, else the principal's own. An operator, who has none, must name one. */
export function requireTenant(
  principal: Principal,
  named: string | undefined,
  place: "body" | "query" = "body",
): string {
  const tenantId = named ?? tenantOf(principal);
  if (tenantId !== undefined) return requireReach(principal, tenantId);
  const message = "is needed from an operator";
  throw new HttpProblem("invalid", undefined, {
    errors: [{ field: "tenantId", in: place, code: "missing", message }],
  });
}

/** In whose scope a thing of this id must be looked for: the principal's own, or wherever an operator finds it. */
export async function findScope(
  { principal, services }: RouteContext,
  table: "outlets" | "users" | "api_keys" | "message_templates",
  id: string,
): Promise<string> {
  const tenantId = tenantOf(principal) ?? (await findTenantIdOf(services.platformDb, table, id));
  if (tenantId === undefined) throw new HttpProblem("not-found");
  return tenantId;
}

async function findTenantIdOf(
  platformDb: Kysely<Database>,
  table: "outlets" | "users" | "api_keys" | "message_templates",
  id: string,
): Promise<string | undefined> {
  const row = await platformDb.selectFrom(table).select("tenant_id").where("id", "=", id).executeTakeFirst();
  return row?.tenant_id;
}

/** What was looked for, or the problem that it is not there. */
export function found<T>(value: T | undefined): T {
  if (value === undefined) throw new HttpProblem("not-found");
  return value;
}
