import { z } from "@hono/zod-openapi";
import type { TenantAccess } from "../../../shared/db/schema.d.ts";
import { id, timestamp } from "../http/schemas.ts";

export const accessSchema = z
  .object({
    id,
    tenantId: id,
    operatorId: z.string().openapi({ description: "The operator's Firebase uid, as in the audit log" }),
    reason: z.string(),
    expiresAt: timestamp,
    endedAt: timestamp.nullable().openapi({ description: "When somebody ended it early" }),
    createdAt: timestamp,
  })
  .openapi("TenantAccess");

/** The access as the API shows it. */
export function presentAccess(access: TenantAccess): z.output<typeof accessSchema> {
  return {
    id: access.id,
    tenantId: access.tenant_id,
    operatorId: access.operator_uid,
    reason: access.reason,
    expiresAt: access.expires_at.toISOString(),
    endedAt: access.ended_at?.toISOString() ?? null,
    createdAt: access.created_at.toISOString(),
  };
}
