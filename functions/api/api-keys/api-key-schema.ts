import { z } from "@hono/zod-openapi";
import type { ApiKey } from "../../../shared/db/schema.d.ts";
import { scopes } from "../../../shared/tenants/rules/permissions.ts";
import { id, timestamp } from "../http/schemas.ts";

export const scope = z.enum(scopes).openapi("Scope");

export const apiKeySchema = z
  .object({
    id,
    tenantId: id,
    name: z.string(),
    prefix: z.string().openapi({ description: "The beginning of the key, to know it by" }),
    scopes: z.array(z.string()),
    createdBy: z.string().nullable(),
    ownerUserId: id.nullable().openapi({
      description: "Whose it is: it works as long as this user does, and for no more than the user may",
    }),
    allowedRanges: z.array(z.string()),
    expiresAt: timestamp.nullable(),
    previousUntil: timestamp.nullable().openapi({
      description: "Until when the secret from before the last rotation works",
    }),
    revokedAt: timestamp.nullable(),
    lastUsedAt: timestamp.nullable().openapi({ description: "To the hour" }),
    createdAt: timestamp,
  })
  .openapi("ApiKey");

/** What is shown once, when the key gets its secret. */
export const newApiKeySchema = apiKeySchema.extend({ secret: z.string().nullable() }).openapi("NewApiKey");

/** The key as the API shows it: nothing of its secret, which is not known any more. */
export function presentApiKey(key: ApiKey): z.output<typeof apiKeySchema> {
  return {
    id: key.id,
    tenantId: key.tenant_id,
    name: key.name,
    prefix: `crm_${key.prefix}`,
    scopes: key.scopes,
    createdBy: key.created_by,
    ownerUserId: key.owner_user_id,
    allowedRanges: key.allowed_ranges,
    previousUntil: key.previous_until?.toISOString() ?? null,
    expiresAt: key.expires_at?.toISOString() ?? null,
    revokedAt: key.revoked_at?.toISOString() ?? null,
    lastUsedAt: key.last_used_at?.toISOString() ?? null,
    createdAt: key.created_at.toISOString(),
  };
}
